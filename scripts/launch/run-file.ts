import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LaunchError } from "@/ops/launch-error";

type Running = { pid: number; port: number };

const fileIn = (dataDir: string) => join(dataDir, "running.json");

/** The process that runs from this checkout, or null; a file of a killed process does not count. */
export async function readRunning(dataDir: string): Promise<Running | null> {
  const text = await readFile(fileIn(dataDir), "utf8").catch(() => null);
  if (text === null) return null;
  const running = JSON.parse(text) as Running;
  return isAlive(running.pid) ? running : null;
}

/**
 * Records that this process runs here; returns the function that removes the record.
 *
 * @throws LaunchError when the folder can't be written
 */
export async function holdRunFile(dataDir: string, port: number): Promise<() => Promise<void>> {
  try {
    await mkdir(dataDir, { recursive: true });
    await writeFile(fileIn(dataDir), JSON.stringify({ pid: process.pid, port } satisfies Running));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new LaunchError(`The folder ${dataDir} can't be written (${code}); its data has to live there.`);
  }
  return () => rm(fileIn(dataDir), { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
