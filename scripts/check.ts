import { mkdir } from "node:fs/promises";
import { generateClient } from "@/scripts/launch/build-product";
import { formatTally, QUICK_CHECKS, runChecks } from "@/scripts/launch/run-checks";
import { createShutdown } from "@/scripts/launch/shutdown";

const shutdown = createShutdown((reason) => console.log(`\n… ${reason}`));
await mkdir(".cache", { recursive: true });
await generateClient(shutdown);
const tally = await runChecks(QUICK_CHECKS, { width: 2, shutdown });
console.log(formatTally(tally));
await shutdown.exit(tally.failed > 0 ? 1 : 0);
