import { runScript } from "@/scripts/process/run-script";
import { buildProduct, generateClient } from "@/scripts/product/build-product";

/** Builds the product for the browser's tests, unless the last build had the same sources. */
await runScript(async () => {
  await generateClient();
  await buildProduct();
});
