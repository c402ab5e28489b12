/**
 * node guard.mjs SIGNAL COMMAND [ARG…]: runs a command in a process group of its own and stops the whole
 * group when the guard's parent ends for any reason: the guard's standard input is a pipe that only the
 * parent has open. GUARD_UID and GUARD_GID set the user of the command.
 */
import { spawn } from "node:child_process";

const GRACE_MS = 8_000;
const [signal = "SIGTERM", command = "", ...args] = process.argv.slice(2);
const { GUARD_UID, GUARD_GID, ...env } = process.env;
const identity = GUARD_UID ? { uid: Number(GUARD_UID), gid: Number(GUARD_GID) } : {};

const child = spawn(command, args, {
  stdio: ["ignore", "inherit", "inherit"],
  detached: true,
  env,
  ...identity,
});
let isStopping = false;

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
  // Stops all other processes of the group.
  killGroup("SIGKILL");
  process.exit(isStopping ? 0 : (code ?? 1));
});
process.stdin.resume();
for (const event of ["end", "close", "error"]) process.stdin.on(event, stop);
for (const name of ["SIGINT", "SIGHUP"]) process.on(name, () => {});
process.on("SIGTERM", stop);
