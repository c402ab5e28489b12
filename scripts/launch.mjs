/**
 * node scripts/launch.mjs COMMAND [ARG…]: the entry of the npm scripts. Plain JavaScript that imports no
 * package before it has installed them where they don't match the lock file; then runs scripts/COMMAND.ts.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const STAMP = "node_modules/.terminal-zero-installed";

function fail(sentence) {
  console.error(`\n✗ ${sentence}`);
  process.exit(1);
}

/** The stamp is written last, so that an interrupted install is repeated. */
function install() {
  const hash = createHash("sha256").update(readFileSync("package-lock.json")).digest("hex");
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === hash) return;
  console.log("… Installing packages (once, up to a minute)");
  const args = ["ci", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  const { status } = spawnSync("npm", args, { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) fail("npm could not install the packages. Then run the same command again.");
  writeFileSync(STAMP, hash);
  console.log("✓ Packages installed");
}

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node ${process.versions.node} is too old: Terminal Zero needs 20.19 or newer.`);
}
process.chdir(`${import.meta.dirname}/..`);
install();
// As the image's: a burst of fills allocates more than the default of 16 MB holds, and is copied twice.
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ""} --max-semi-space-size=64`.trim();
const [command] = process.argv.splice(2, 1);
await import("tsx");
await import(`./${command}.ts`);
