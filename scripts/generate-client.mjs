/**
 * node scripts/generate-client.mjs: generates the database client unless it is up to date, and the types of
 * the page text. Plain JavaScript, since a build runs it before TypeScript can be executed.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const STAMP = join(ROOT, "lib", "db", "generated", ".schema-hash");
const MESSAGES = join(ROOT, "messages", "en.json");
const INPUTS = ["prisma/schema.prisma", "prisma.config.ts", "node_modules/prisma/package.json"];

const hash = INPUTS.reduce(
  (digest, path) => digest.update(readFileSync(join(ROOT, path))),
  createHash("sha256"),
).digest("hex");

if (!existsSync(STAMP) || readFileSync(STAMP, "utf8") !== hash) {
  const { status } = spawnSync(process.execPath, ["node_modules/prisma/build/index.js", "generate"], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "inherit"],
    // The client needs no schema engine, but the command downloads one unless it is given another program.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1" },
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(STAMP, hash);
}

// With the sentences as literal types, the compiler also checks the arguments of each message. The image that
// only generates the database client has no messages.
if (existsSync(MESSAGES)) {
  const text = readFileSync(MESSAGES, "utf8").trim();
  const declaration = `declare const messages: ${text};\nexport default messages;\n`;
  writeFileSync(MESSAGES.replace(/\.json$/, ".d.json.ts"), declaration);
}
