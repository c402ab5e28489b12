import { buildProduct, generateClient } from "@/scripts/launch/build-product";
import { createShutdown } from "@/scripts/launch/shutdown";

/** Builds the product for the browser's tests, unless the last build had the same sources. */
const shutdown = createShutdown();
try {
  await generateClient();
  await buildProduct();
  await shutdown.exit(0);
} catch (error) {
  if (!shutdown.isStopping()) console.error(`✗ ${error instanceof Error ? error.message : error}`);
  await shutdown.exit(1);
}
