import { LabError } from "@/lib/lab/lab-error";
import { LaunchError } from "@/ops/launch-error";
import { checkExamples } from "@/scripts/lab/check-examples";
import { readLabOptions, USAGE } from "@/scripts/lab/read-lab-options";
import { runLab } from "@/scripts/lab/run-lab";

const args = process.argv.slice(2);
try {
  if (args.includes("--help") || args.includes("-h")) console.log(USAGE);
  else if (args.join() === "--check") process.exitCode = checkExamples() ? 0 : 1;
  else if (!(await runLab(await readLabOptions(args)))) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof LabError || error instanceof LaunchError)) throw error;
  console.error(`✗ ${error.message}`);
  process.exitCode = 1;
}
