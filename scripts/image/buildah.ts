import { spawn } from "node:child_process";
import { join } from "node:path";
import { LaunchError } from "@/ops/launch-error";

/** Lines of a failed command that are shown. */
const LINES_SHOWN = 30;

/** Buildah with a separate storage, so that it changes no image of this machine. */
export type Buildah = {
  /** The program and the arguments before every command. */
  program: readonly [string, ...string[]];
  /** Runs a command to its end and returns its output. @throws LaunchError with its last lines */
  run: (...args: string[]) => Promise<string>;
};

/** Buildah whose images and containers live below `folder`. */
export function createBuildah(folder: string): Buildah {
  const storage = [
    "--root",
    join(folder, "storage"),
    "--runroot",
    join(folder, "run"),
    "--storage-driver",
    "vfs",
  ];
  const program: Buildah["program"] = ["buildah", ...storage];
  return { program, run: (...args) => runProgram([...program, ...args]) };
}

/** Runs a program to its end and returns its standard output. @throws LaunchError with its last lines */
export function runProgram([command = "", ...args]: readonly string[], cwd?: string): Promise<string> {
  const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  let all = "";
  child.stdout.on("data", (text) => {
    printed += text;
    all += text;
  });
  child.stderr.on("data", (text) => {
    all += text;
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  return new Promise((resolve, reject) => {
    const finish = (code: number | null, problem: string) => {
      process.off("exit", kill);
      if (code === 0) return resolve(printed);
      const lines = `${all}\n${problem}`.trim().split("\n").slice(-LINES_SHOWN);
      reject(new LaunchError(`${command} ${args.join(" ")} failed:\n${lines.join("\n")}`));
    };
    child.once("error", (error) => finish(null, error.message));
    child.once("close", (code, signal) => finish(code, signal ?? ""));
  });
}

/** Whether a program can be started at all. */
export async function hasProgram(...versionCall: string[]): Promise<boolean> {
  return runProgram(versionCall).then(
    () => true,
    () => false,
  );
}
