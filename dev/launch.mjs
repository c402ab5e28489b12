/**
 * node launch.mjs demo|dev|test|check|bench|…: what the npm commands start. Plain JavaScript without
 * dependencies: it installs what is missing, then hands over to the TypeScript beside it.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const STAMP = join(ROOT, "node_modules", ".terminal-zero-installed");
const COMMANDS = ["demo", "dev", "test", "check", "bench", "conformance", "migrate", "diff"];
const [command = "", ...args] = process.argv.slice(2);

function fail(sentence) {
  console.error(`\n✗ ${sentence}`);
  process.exit(1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Node ${process.versions.node} is too old: Terminal Zero needs 20.19 or newer.`);
}

/** The stamp is written after a whole install only, so that an interrupted one is done again. */
function isInstalled(lockHash) {
  return existsSync(STAMP) && readFileSync(STAMP, "utf8") === lockHash;
}

async function install() {
  const lockHash = createHash("sha256")
    .update(readFileSync(join(ROOT, "package-lock.json")))
    .digest("hex");
  if (isInstalled(lockHash)) return;
  const startedMs = Date.now();
  console.log("… Installing packages (once)");
  // A registry has bad moments; one more try costs less than a person's.
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const { code, output } = await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    if (code === 0) {
      writeFileSync(STAMP, lockHash);
      console.log(`✓ Packages installed in ${Math.round((Date.now() - startedMs) / 1000)} s`);
      return;
    }
    if (attempt === 1) continue;
    const reason = output.split("\n").find((line) => /npm error/.test(line)) ?? "npm ci failed";
    fail(
      `The packages could not be installed: ${reason.replace(/^npm error\s*/, "")}. Run the same command again.`,
    );
  }
}

function run(program, programArgs) {
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(program, programArgs, {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
    child.on("error", (error) => resolve({ code: 127, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
      process.once(signal, () => {
        child.kill("SIGTERM");
        process.exit(130);
      });
    }
  });
}

/** The TypeScript side stops what it started; this process only waits for it, and passes signals on. */
function handOver() {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeAllListeners(signal);
  const main = join(ROOT, "dev", "launch", `${command}.ts`);
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", main, ...args], {
    cwd: ROOT,
    stdio: "inherit",
    // The command may live on its own wish only as long as we do; see watch-parent.ts.
    env: { ...process.env, TERMINAL_ZERO_PARENT: String(process.pid) },
  });
  // A terminal sends Ctrl-C to both of us; a signal to us alone must reach the child too.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGKILL" ? 137 : 1)));
}

if (!COMMANDS.includes(command)) fail(`There is no command ${command}. There are: ${COMMANDS.join(", ")}.`);
checkNode();
await install();
handOver();
