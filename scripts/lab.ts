import { LabError } from "@/lib/lab/lab-error";
import { LaunchError } from "@/ops/launch-error";
import { readLabOptions } from "@/scripts/lab/read-lab-options";
import { runLab } from "@/scripts/lab/run-lab";

try {
  const isClean = await runLab(await readLabOptions(process.argv.slice(2)));
  if (!isClean) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof LabError || error instanceof LaunchError)) throw error;
  console.error(`✗ ${error.message}`);
  process.exitCode = 1;
}
