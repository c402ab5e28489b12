/**
 * node guard.mjs SIGNAL COMMAND [ARG…]: runs a command in a process group of its own and ends the whole
 * group when whoever started the guard goes away, however that happened: the guard's standard input is a
 * pipe that only the starter holds open. GUARD_UID and GUARD_GID say as whom the command runs; with
 * GUARD_BACKGROUND it has what time of the processor the others leave.
 */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";

const GRACE_MS = 8_000;
const [signal = "SIGTERM", command = "", ...args] = process.argv.slice(2);
const { GUARD_UID, GUARD_GID, GUARD_BACKGROUND, ...env } = process.env;
const identity = GUARD_UID ? { uid: Number(GUARD_UID), gid: Number(GUARD_GID) } : {};

const child = spawn(command, args, {
  stdio: ["ignore", "inherit", "inherit"],
  detached: true,
  env,
  ...identity,
});
let isStopping = false;
if (GUARD_BACKGROUND && child.pid) giveWay(child.pid);

/** Linux shares the processor between groups first, and between the processes of one by their priority. */
function giveWay(pid) {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
    writeFileSync(`/proc/${pid}/autogroup`, String(constants.priority.PRIORITY_LOW));
  } catch {
    // It only takes longer then.
  }
}

function killGroup(name) {
  try {
    if (child.pid) process.kill(-child.pid, name);
  } catch {
    // The group is gone already.
  }
}

function stop() {
  if (isStopping) return;
  isStopping = true;
  killGroup(signal);
  setTimeout(() => killGroup("SIGKILL"), GRACE_MS).unref();
}

child.on("error", (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on("exit", (code) => {
  // Whatever the command left behind in its group goes with it.
  killGroup("SIGKILL");
  process.exit(isStopping ? 0 : (code ?? 1));
});
process.stdin.resume();
for (const event of ["end", "close", "error"]) process.stdin.on(event, stop);
for (const name of ["SIGINT", "SIGHUP"]) process.on(name, () => {});
process.on("SIGTERM", stop);
