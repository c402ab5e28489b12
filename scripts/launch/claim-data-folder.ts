import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LaunchError } from "@/ops/launch-error";

/**
 * Records that this process uses the data folder; returns the function that removes the record.
 *
 * @throws LaunchError when another process uses it; the record of a killed process does not count
 */
export async function claimDataFolder(dataDir: string, port: number): Promise<() => Promise<void>> {
  const path = join(dataDir, "running.json");
  const [otherPid, otherPort] = (await readFile(path, "utf8").catch(() => "")).match(/\d+/g) ?? [];
  if (otherPid && isAlive(Number(otherPid))) {
    throw new LaunchError(
      `Terminal Zero already runs on http://localhost:${otherPort} (process ${otherPid}). Stop that one first.`,
    );
  }
  await mkdir(dataDir, { recursive: true });
  await writeFile(path, JSON.stringify({ pid: process.pid, port }));
  return () => rm(path, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
