import { buildProduct, generateClient } from "@/scripts/launch/build-product";
import { createShutdown } from "@/scripts/launch/shutdown";

const shutdown = createShutdown();
await generateClient();
await buildProduct();
const { runBenches } = await import("@/bench/run");
await shutdown.exit(await runBenches(process.argv.slice(2)));
