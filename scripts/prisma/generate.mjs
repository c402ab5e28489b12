/**
 * node scripts/prisma/generate.mjs: makes the database client unless it fits the schema already. The command that does
 * it brings ten thousand files that nothing else needs, so it has a folder of its own; plain JavaScript without
 * dependencies, so that all of this can happen while the other packages are still being installed.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installFolder, runOrExit } from "../launch/install-folder.mjs";

const FOLDER = dirname(fileURLToPath(import.meta.url));
const ROOT = join(FOLDER, "..", "..");
const LOCK = join(FOLDER, "package-lock.json");
const SCHEMA = join(ROOT, "prisma", "schema.prisma");
const CLIENT = join(ROOT, "lib", "db", "generated", ".schema-hash");
const COMMAND = join(FOLDER, "node_modules/prisma/build/index.js");

const hash = [SCHEMA, LOCK]
  .reduce((digest, path) => digest.update(readFileSync(path)), createHash("sha256"))
  .digest("hex");

if (!existsSync(CLIENT) || readFileSync(CLIENT, "utf8") !== hash) {
  installFolder(FOLDER);
  runOrExit(process.execPath, [COMMAND, "generate", "--schema", SCHEMA], {
    cwd: ROOT,
    // The client needs no schema engine, yet the command wants to download one unless it is told of some.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1" },
  });
  writeFileSync(CLIENT, hash);
}
