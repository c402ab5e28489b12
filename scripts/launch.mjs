/**
 * node launch.mjs demo|dev|test|check|bench|…: what the npm commands start. Plain JavaScript without
 * dependencies: it installs what is missing, then hands over to the TypeScript beside it.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const GUARD = join(ROOT, "dev", "launch", "guard.mjs");
const DEV = join(ROOT, "dev");
const INSTALL_FOLDER = join(DEV, "launch", "install-folder.mjs");
const GENERATE = join(DEV, "prisma", "generate.mjs");
/** Each says what is to be installed; the Prisma command's own belongs to its script. */
const LOCKS = [join(ROOT, "package-lock.json"), join(DEV, "package-lock.json")];
const STAMP = join(ROOT, "node_modules", ".terminal-zero-installed");
const INSTALLING = join(ROOT, ".cache", "installing");
const COMMANDS = [
  "demo",
  "dev",
  "test",
  "check",
  "check-vercel",
  "check-image",
  "bench",
  "conformance",
  "screenshots",
  "migrate",
  "diff",
];
/** Those that need the tools of the tests; the others start sooner without. */
const TESTING = ["test", "check", "check-vercel", "check-image", "screenshots", "bench"];
/** Those that need the database client. */
const USING_CLIENT = ["demo", "dev", ...TESTING];
const INSTALL = ["ci", "--no-audit", "--no-fund", "--prefer-offline"];
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
const WATCH_MS = 500;
/** What runs of the install, with its end. */
const running = new Map();
let stopping = false;
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

/**
 * The stamp is written after a whole install only, so that an interrupted one is done again. It says for
 * which locks, and whether the tools of the tests, a third of everything, are there as well.
 */
function isInstalled(lockHash, hasTools) {
  const stamp = existsSync(STAMP) ? readFileSync(STAMP, "utf8").trim() : "";
  return stamp === `${lockHash} all` || (!hasTools && stamp === `${lockHash} product`);
}

async function install() {
  const lockHash = LOCKS.reduce((hash, lock) => hash.update(readFileSync(lock)), createHash("sha256")).digest(
    "hex",
  );
  const hasTools = TESTING.includes(command);
  if (isInstalled(lockHash, hasTools)) return;
  holdInstall();
  const startedMs = Date.now();
  console.log(`… Installing ${hasTools ? "packages and test tools" : "packages"} (once, up to a minute)`);
  const beside = [[INSTALL_FOLDER, DEV], ...(USING_CLIENT.includes(command) ? [[GENERATE]] : [])];
  const results = await Promise.all([
    tryTwice(() => runNpm(hasTools ? INSTALL : [...INSTALL, "--omit=dev"])),
    ...beside.map((script) => tryTwice(() => run([process.execPath, ...script], { isBackground: true }))),
  ]);
  const failed = results.find(({ code }) => code !== 0);
  if (failed) await giveUp(`The packages could not be installed: ${explain(failed.output)}`);
  writeFileSync(STAMP, `${lockHash} ${hasTools ? "all" : "product"}`);
  rmSync(INSTALLING, { force: true });
  console.log(`✓ Packages installed in ${Math.round((Date.now() - startedMs) / 1000)} s`);
}

/** A registry has bad moments; one more try costs less than a person's. */
async function tryTwice(attempt) {
  const first = await attempt();
  return first.code === 0 ? first : attempt();
}

/** Ends with a sentence once nothing of ours runs any more. */
async function giveUp(sentence) {
  await stopRunning();
  rmSync(INSTALLING, { force: true });
  fail(`${sentence}. Run the same command again.`);
}

/** Two installs at once would tear each other's files out. */
function holdInstall() {
  try {
    accessSync(ROOT, constants.W_OK);
    mkdirSync(dirname(INSTALLING), { recursive: true });
    const other = existsSync(INSTALLING) ? Number(readFileSync(INSTALLING, "utf8")) : 0;
    if (isAlive(other)) fail(`Process ${other} is installing the packages right now. Wait for it.`);
    writeFileSync(INSTALLING, String(process.pid));
  } catch (error) {
    fail(`The folder ${ROOT} can't be written (${error.code}), and the packages have to live there.`);
  }
}

function isAlive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** What npm, or whatever else ran, said about its failure, in one line. */
function explain(output) {
  const lines = output
    .split("\n")
    .filter((line) => line.startsWith("npm error"))
    .map((line) => line.replace(/^npm error\s*/, ""));
  const code = lines.find((line) => line.startsWith("code "))?.slice(5);
  const reason = lines.find((line) => /reason|failed|denied|no space|integrity|not found/i.test(line));
  return (
    [code, reason ?? lines.find((line) => !line.startsWith("code "))].filter(Boolean).join(": ") ||
    (output.trim().split("\n").at(-1) ?? "")
  );
}

function runNpm(npmArgs) {
  const { npm_execpath: cli } = process.env;
  const npm = cli?.endsWith(".js") ? [process.execPath, cli] : ["npm"];
  return run([...keepOnOneCore(), ...npm, ...npmArgs]);
}

/**
 * What to put before a command so that it stays on one core; nothing where that can't be done. npm's one thread hands
 * each file to four others, and on a virtual machine waking the other core costs more than the work: on one of two it
 * is done sooner, and the database client has the other.
 */
function keepOnOneCore() {
  if (process.platform !== "linux" || availableParallelism() !== 2) return [];
  const [, core] = /^Cpus_allowed_list:\s*(\d+)/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  const prefix = ["-c", String(core)];
  return spawnSync("taskset", [...prefix, "true"]).status === 0 ? ["taskset", ...prefix] : [];
}

/**
 * Runs a program under the guard: whatever becomes of us, it ends with everything it started. In the background
 * it takes what time of the processor the others leave.
 */
function run(programAndArgs, { isBackground = false } = {}) {
  const child = spawn(process.execPath, [GUARD, "SIGTERM", ...programAndArgs], {
    cwd: ROOT,
    env: { ...process.env, ...(isBackground && { GUARD_BACKGROUND: "1" }) },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  child.stdin.on("error", () => {});
  const ended = new Promise((resolve) => {
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
    child.on("error", (error) => resolve({ code: 127, output: `npm error ${error.message}` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  }).finally(() => running.delete(child));
  running.set(child, ended);
  // Nobody goes on with half of it: whoever waits here waits for the exit.
  return ended.then((result) => (stopping ? new Promise(() => {}) : result));
}

async function stopRunning() {
  for (const child of running.keys()) child.stdin.end();
  await Promise.all(running.values());
}

/** Until the command has taken over, a signal stops what is being installed. */
function stopInstallOn(signal, code) {
  const listener = () => {
    if (stopping) return;
    stopping = true;
    console.log("\n… Stopping the install; the next start begins it anew");
    stopRunning().then(() => {
      rmSync(INSTALLING, { force: true });
      process.exit(code);
    });
  };
  process.on(signal, listener);
  return () => process.off(signal, listener);
}

/** The TypeScript side stops what it started; this process only waits for it, and passes signals on. */
function handOver() {
  const main = join(ROOT, "dev", "launch", `${command}.ts`);
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", main, ...args], {
    cwd: ROOT,
    stdio: "inherit",
    // The command lives only as long as we do; see shutdown.ts.
    env: { ...process.env, TERMINAL_ZERO_PARENT: String(process.pid) },
  });
  for (const signal of Object.keys(SIGNALS)) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGKILL" ? 137 : 1)));
  watchNpm(child);
}

/** A killed npm passes nothing on: we see it by becoming somebody else's child. */
function watchNpm(child) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill("SIGTERM");
  }, WATCH_MS).unref();
}

if (!COMMANDS.includes(command)) fail(`There is no command ${command}. There are: ${COMMANDS.join(", ")}.`);
checkNode();
const releases = Object.entries(SIGNALS).map(([signal, code]) => stopInstallOn(signal, code));
await install();
for (const release of releases) release();
handOver();
