import { mkdir } from "node:fs/promises";
import { generateClient } from "@/scripts/launch/build-product";
import { formatTally, runChecks, SOURCE_CHECKS, UNIT_TESTS } from "@/scripts/launch/run-checks";
import { createShutdown } from "@/scripts/launch/shutdown";

const shutdown = createShutdown();
await mkdir(".cache", { recursive: true });
await generateClient();
const tally = await runChecks([...SOURCE_CHECKS, UNIT_TESTS], { width: 2, shutdown });
console.log(formatTally(tally));
await shutdown.exit(tally.failed > 0 ? 1 : 0);
