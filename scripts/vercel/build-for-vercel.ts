import { execFileSync } from "node:child_process";
import { cp, link, mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { LaunchError } from "@/ops/launch-error";
import type { Shutdown } from "@/scripts/process/shutdown";
import { startGuarded } from "@/scripts/process/start-guarded";
import { createTemporaryFolder } from "@/tests/support/create-temporary-folder";

const COMMAND = resolve("scripts/vercel/node_modules/vercel/dist/vc.js");
/** The output of `vercel link`; the packages are in the copy already. */
const PROJECT = { projectId: "x", orgId: "x", settings: { framework: "nextjs", installCommand: "" } };

const BUILD_ENV = {
  NODE_ENV: "production",
  VERCEL_TELEMETRY_DISABLED: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  NO_COLOR: "1",
} as const;

/**
 * Builds the product with Vercel's own builder in a copy of the checkout, which stays clean, and without
 * network.
 *
 * @param env variables for the build beside this process's environment
 * @returns the folder of the copy; its `.vercel/output` is what Vercel would deploy
 * @throws LaunchError with the builder's last lines
 */
export async function buildForVercel(env: Record<string, string>, shutdown: Shutdown): Promise<string> {
  const folder = await copyCheckout();
  await mkdir(join(folder, ".vercel"));
  await writeFile(join(folder, ".vercel", "project.json"), JSON.stringify(PROJECT));
  const build = startGuarded(process.execPath, [COMMAND, "build", "--prod", "--yes", "--token", "none"], {
    cwd: folder,
    env: { ...process.env, ...env, ...BUILD_ENV },
  });
  shutdown.add(build.stop);
  if ((await build.ended) === 0) return folder;
  throw new LaunchError(`The Vercel build failed:\n${build.lastLines().slice(-25).join("\n")}`);
}

/** The tracked and untracked files of git, the database client, and the packages. */
async function copyCheckout(): Promise<string> {
  const folder = await createTemporaryFolder("vercel");
  const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  for (const path of new Set(list.split("\0").filter(Boolean))) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(path, join(folder, path)).catch(skipDeleted);
  }
  await cp("lib/db/generated", join(folder, "lib/db/generated"), { recursive: true });
  await linkFolder("node_modules", join(folder, "node_modules"));
  return folder;
}

/** A file that was deleted and not yet committed is still in git's list. */
function skipDeleted(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

/** Hard links take no space; a copy where the temporary folder is on another disk. The builder follows no symbolic link. */
async function linkFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkFolder(source, target);
    else if (entry.isSymbolicLink()) await cp(source, target, { verbatimSymlinks: true });
    else await link(source, target).catch(() => cp(source, target));
  }
}
