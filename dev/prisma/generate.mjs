/**
 * node dev/prisma/generate.mjs: makes the database client unless it fits the schema already. The command that does
 * it brings ten thousand files that nothing else needs, so it has a folder of its own; plain JavaScript without
 * dependencies, so that all of this can happen while the other packages are still being installed.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const FOLDER = dirname(fileURLToPath(import.meta.url));
const ROOT = join(FOLDER, "..", "..");
const LOCK = join(FOLDER, "package-lock.json");
const SCHEMA = join(ROOT, "prisma", "schema.prisma");
const INSTALLED = join(FOLDER, "node_modules", ".terminal-zero-installed");
const CLIENT = join(ROOT, "lib", "db", "generated", ".schema-hash");
const INSTALL = ["ci", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"];

const hash = (...paths) =>
  paths.reduce((digest, path) => digest.update(readFileSync(path)), createHash("sha256")).digest("hex");
const holds = (stamp, text) => existsSync(stamp) && readFileSync(stamp, "utf8") === text;

/** Runs a program to its end; ours, with what it said, when it fails. */
function run(program, args, options) {
  const { status, error, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", ...options });
  if (status === 0) return;
  console.error(error ? `npm error ${error.message}` : `${stdout}${stderr}`);
  process.exit(1);
}

/** The stamp comes last, so that an interrupted install is done again. */
function install() {
  if (holds(INSTALLED, hash(LOCK))) return;
  const { npm_execpath: cli } = process.env;
  const [program, ...args] = cli?.endsWith(".js") ? [process.execPath, cli] : ["npm"];
  run(program, [...args, ...INSTALL], { cwd: FOLDER });
  writeFileSync(INSTALLED, hash(LOCK));
}

if (!holds(CLIENT, hash(SCHEMA, LOCK))) {
  install();
  run(
    process.execPath,
    [join(FOLDER, "node_modules/prisma/build/index.js"), "generate", "--schema", SCHEMA],
    {
      cwd: ROOT,
      // The client needs no schema engine, yet the command wants to download one unless it is told of some.
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1" },
    },
  );
  writeFileSync(CLIENT, hash(SCHEMA, LOCK));
}
