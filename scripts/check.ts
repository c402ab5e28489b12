import { mkdir } from "node:fs/promises";
import { formatTally, runChecks, SOURCE_CHECKS, UNIT_TESTS } from "@/scripts/checks/run-checks";
import { runScript } from "@/scripts/process/run-script";
import { generateClient } from "@/scripts/product/build-product";

await runScript(async (shutdown) => {
  await mkdir(".cache", { recursive: true });
  await generateClient();
  const tally = await runChecks([...SOURCE_CHECKS, UNIT_TESTS], { width: 2, shutdown });
  console.log(formatTally(tally));
  return tally.failed > 0 ? 1 : 0;
});
