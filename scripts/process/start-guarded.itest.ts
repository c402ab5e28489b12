import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";

/** Starts a guarded child that never ends, and returns its process id. */
const STARTER = `
  import { startGuarded } from "@/scripts/process/start-guarded";
  const forEver = "console.log(process.pid); setInterval(() => {}, 1000)";
  startGuarded(process.execPath, ["-e", forEver], { onLine: (line) => console.log(line) });
`;

it.each(["SIGKILL", "SIGTERM"] as const)(
  "ends the child of a process that is ended by %s",
  async (signal) => {
    const starter = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", STARTER], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await new Promise<[string]>((resolve) => {
      createInterface(starter.stdout).once("line", (text) => resolve([text]));
    });
    const pid = Number(line);
    expect(isAlive(pid)).toBe(true);
    starter.kill(signal);
    await expect.poll(() => isAlive(pid)).toBe(false);
  },
);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
