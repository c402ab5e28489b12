import { LaunchError } from "@/ops/launch-error";
import { startGuarded } from "@/scripts/process/start-guarded";

/** Runs a Node program to its end. @throws LaunchError with its last lines of output. */
export async function runToEnd(
  what: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<void> {
  const program = startGuarded(process.execPath, args, { env: { ...process.env, ...env } });
  if ((await program.ended) === 0) return;
  const lines = program.lastLines().slice(-25).join("\n");
  throw new LaunchError(`${what} failed:\n${lines}\nRun the same command again: it repeats this step.`);
}
