/**
 * node watchdog.mjs: reads "SIGNAL PID" when a process group starts and "ended PID" when it has ended. Its
 * input closes when its parent ends, also by SIGKILL; it then stops the groups that are left.
 */
import { createInterface } from "node:readline";

const GRACE_MS = 8_000;
const groups = new Map();

function kill(signalOf) {
  for (const [pid, signal] of groups) {
    try {
      process.kill(-pid, signalOf(signal));
    } catch {
      groups.delete(pid);
    }
  }
}

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const [signal, pid] = line.split(" ");
    if (signal === "ended") groups.delete(pid);
    else groups.set(pid, signal);
  })
  .on("close", () => {
    kill((signal) => signal);
    if (groups.size > 0) setTimeout(() => kill(() => "SIGKILL"), GRACE_MS);
  });
