import { spawn } from "node:child_process";
import type { Socket } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const WATCHDOG = fileURLToPath(new URL("./watchdog.mjs", import.meta.url));
const LINES_KEPT = 200;
const GRACE_MS = 8_000;

/** A child that can't outlive this process. */
export type Guarded = {
  /** Resolves with the exit code once it has ended. */
  ended: Promise<number>;
  isRunning: () => boolean;
  /** Its newest lines of output, for error messages. */
  lastLines: () => string[];
  /** Stops it and everything it started, and resolves when it has ended. */
  stop: () => Promise<void>;
};

const running = new Set<Guarded>();
let watchdog: Socket | undefined;

/** Stops every child that still runs, also those that are started meanwhile. */
export async function stopAllGuarded(): Promise<void> {
  while (running.size > 0) await Promise.all([...running].map((child) => child.stop()));
}

/**
 * Starts a command whose whole process group ends with this process, even when this process is killed.
 *
 * @param options.stopSignal the signal for a graceful stop of the command
 * @param options.onLine called with each line of its output
 */
export function startGuarded(
  command: string,
  args: readonly string[],
  options: {
    cwd?: string;
    env?: NodeJS.ProcessEnv;
    stopSignal?: NodeJS.Signals;
    runAs?: { uid: number; gid: number } | null;
    onLine?: ((line: string) => void) | undefined;
  } = {},
): Guarded {
  const { runAs, onLine, stopSignal = "SIGTERM", ...rest } = options;
  // A process group of its own: Ctrl-C reaches only this process, which stops the children in order.
  const child = spawn(command, args, {
    ...rest,
    ...runAs,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { pid } = child;
  if (pid) notifyWatchdog(`${stopSignal} ${pid}`);
  const lines: string[] = [];
  const addLine = (line: string) => {
    lines.push(line);
    if (lines.length > LINES_KEPT) lines.shift();
    onLine?.(line);
  };
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on("line", addLine);
  const ended = new Promise<number>((resolve) => {
    child.on("error", (error) => addLine(error.message));
    // The group may hold processes that outlive its first one.
    child.on("exit", () => killGroup(pid, "SIGKILL"));
    child.on("close", (code) => resolve(code ?? 1));
  }).then((code) => {
    running.delete(guarded);
    if (pid) notifyWatchdog(`ended ${pid}`);
    return code;
  });
  const guarded: Guarded = {
    ended,
    isRunning: () => running.has(guarded),
    lastLines: () => [...lines],
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) killGroup(pid, stopSignal);
      const overdue = setTimeout(() => killGroup(pid, "SIGKILL"), GRACE_MS);
      await ended;
      clearTimeout(overdue);
    },
  };
  running.add(guarded);
  return guarded;
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid) process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}

/** One for this process, which it does not keep alive. */
function notifyWatchdog(line: string): void {
  if (!watchdog) {
    const dog = spawn(process.execPath, [WATCHDOG], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
    dog.unref();
    watchdog = dog.stdin as Socket;
    watchdog.unref();
    watchdog.on("error", () => {});
  }
  watchdog.write(`${line}\n`);
}
