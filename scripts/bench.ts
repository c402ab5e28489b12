import { runScript } from "@/scripts/process/run-script";
import { buildProduct, generateClient } from "@/scripts/product/build-product";

await runScript(async () => {
  await generateClient();
  await buildProduct();
  const { runBenches } = await import("@/bench/run");
  return runBenches(process.argv.slice(2));
});
