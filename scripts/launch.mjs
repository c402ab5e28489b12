/**
 * node scripts/launch.mjs COMMAND [ARG…]: the entry of the npm scripts. Plain JavaScript without
 * dependencies: it installs the packages when they don't match the lock file, then runs scripts/COMMAND.ts.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const STAMP = join(ROOT, "node_modules", ".terminal-zero-installed");
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const PARENT_CHECK_MS = 500;
const [command = "", ...args] = process.argv.slice(2);
const script = join(ROOT, "scripts", `${command}.ts`);

function fail(sentence) {
  console.error(`\n✗ ${sentence}`);
  process.exit(1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Node ${process.versions.node} is too old: Terminal Zero needs 20.19 or newer.`);
}

/** The stamp is written last, so that an interrupted install is repeated. */
function install() {
  const hash = createHash("sha256")
    .update(readFileSync(join(ROOT, "package-lock.json")))
    .digest("hex");
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === hash) return;
  const startedMs = Date.now();
  console.log("… Installing packages (once, up to a minute)");
  const { npm_execpath: cli } = process.env;
  const [program, ...first] = cli?.endsWith(".js") ? [process.execPath, cli] : ["npm"];
  const { status } = spawnSync(
    program,
    [...first, "ci", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"],
    {
      cwd: ROOT,
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  if (status !== 0)
    fail("npm could not install the packages; it says why above. Then run the same command again.");
  writeFileSync(STAMP, hash);
  console.log(`✓ Packages installed in ${Math.round((Date.now() - startedMs) / 1000)} s`);
}

/** The script stops what it started; this process waits for it and passes signals on. */
function run() {
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", script, ...args], {
    cwd: ROOT,
    stdio: "inherit",
    env: {
      ...process.env,
      // As the image's: a burst of fills allocates more than the default of 16 MB holds, and is copied twice.
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --max-semi-space-size=64`.trim(),
      // The script lives only as long as this process; see shutdown.ts.
      TERMINAL_ZERO_PARENT: String(process.pid),
    },
  });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGKILL" ? 137 : 1)));
  if (process.env.npm_lifecycle_event) stopWithNpm(child);
}

/** A killed npm passes no signal on: its child gets another parent. */
function stopWithNpm(child) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill("SIGTERM");
  }, PARENT_CHECK_MS).unref();
}

if (!existsSync(script)) fail(`There is no command "${command}"; package.json lists them.`);
checkNode();
install();
run();
