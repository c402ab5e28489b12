/**
 * node scripts/launch/install-folder.mjs FOLDER: installs the packages of a folder that has its own, unless they fit its
 * lock already; plain JavaScript without dependencies, so that it can happen beside the install of all others.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

// Their install scripts only download what is not used here, or do what the start does again.
const INSTALL = ["ci", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"];

/** The stamp comes last, so that an interrupted install is done again. */
export function installFolder(folder) {
  const stamp = join(folder, "node_modules", ".terminal-zero-installed");
  const hash = createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  const { npm_execpath: cli } = process.env;
  const [program, ...args] = cli?.endsWith(".js") ? [process.execPath, cli] : ["npm"];
  runOrExit(program, [...args, ...INSTALL], { cwd: folder });
  writeFileSync(stamp, hash);
}

/** Runs a program to its end; ours, with what it said, when it fails. */
export function runOrExit(program, args, options) {
  const { status, error, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", ...options });
  if (status === 0) return;
  console.error(error ? `npm error ${error.message}` : `${stdout}${stderr}`);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) installFolder(resolve(process.argv[2] ?? "."));
