import { cp, mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import getPort from "get-port";
import { LaunchError } from "@/ops/launch-error";
import { type Guarded, startGuarded } from "@/scripts/process/start-guarded";
import type { VercelFunction } from "@/scripts/vercel/vercel-output";
import { createTemporaryFolder } from "@/tests/support/create-temporary-folder";

const SERVER = resolve("scripts/vercel/serve-function.cjs");

/** A function that runs on a loopback port. */
export type RunningFunction = { url: string; program: Guarded; folder: string };

/**
 * Starts a function in an empty folder with the files that it is deployed with and no others, as Vercel does.
 *
 * @throws LaunchError with its last lines when it ends instead of listening
 */
export async function startFunction(
  one: VercelFunction,
  env: Record<string, string>,
): Promise<RunningFunction> {
  const folder = await createTemporaryFolder("function");
  for (const [inside, path] of one.files) {
    await mkdir(dirname(join(folder, inside)), { recursive: true });
    await cp(path, join(folder, inside), { verbatimSymlinks: true });
  }
  const port = await getPort();
  let announce: () => void = () => {};
  const listening = new Promise<true>((done) => {
    announce = () => done(true);
  });
  const program = startGuarded(process.execPath, [SERVER, String(port)], {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...env },
    onLine: (line) => {
      if (line === "listening") announce();
    },
  });
  const isUp = await Promise.race([listening, program.ended.then(() => false)]);
  if (isUp) return { url: `http://127.0.0.1:${port}`, program, folder };
  throw new LaunchError(`${one.path} did not start:\n${program.lastLines().slice(-15).join("\n")}`);
}
