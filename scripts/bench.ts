import { buildProduct, generateClient } from "@/scripts/launch/build-product";
import { createShutdown } from "@/scripts/launch/shutdown";

const shutdown = createShutdown((reason) => console.log(`\n… ${reason}`));
await generateClient(shutdown);
await buildProduct(shutdown);
const { runBenches } = await import("@/bench/run");
await shutdown.exit(await runBenches(process.argv.slice(2)));
