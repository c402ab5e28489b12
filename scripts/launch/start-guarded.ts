import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const GUARD = fileURLToPath(new URL("./guard.mjs", import.meta.url));
const LINES_KEPT = 200;

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
    onLine?: (line: string) => void;
  } = {},
): Guarded {
  const { runAs, onLine } = options;
  const guard = runAs ? { GUARD_UID: String(runAs.uid), GUARD_GID: String(runAs.gid) } : {};
  const child: ChildProcess = spawn(
    process.execPath,
    [GUARD, options.stopSignal ?? "SIGTERM", command, ...args],
    {
      cwd: options.cwd,
      env: { ...(options.env ?? process.env), ...guard },
      stdio: ["pipe", "pipe", "pipe"],
      // Outside the terminal's process group: Ctrl-C reaches only this process, which stops the children in
      // order.
      detached: true,
    },
  );
  const lines: string[] = [];
  let isRunning = true;
  const read = (stream: NodeJS.ReadableStream | null) => {
    let rest = "";
    stream?.setEncoding("utf8");
    stream?.on("data", (text: string) => {
      const parts = (rest + text).split("\n");
      rest = parts.pop() ?? "";
      for (const line of parts) {
        lines.push(line);
        if (lines.length > LINES_KEPT) lines.shift();
        onLine?.(line);
      }
    });
  };
  read(child.stdout);
  read(child.stderr);
  child.stdin?.on("error", () => {});
  const ended = new Promise<number>((resolve) => {
    child.on("error", () => resolve(127));
    child.on("close", (code) => resolve(code ?? 1));
  }).then((code) => {
    isRunning = false;
    running.delete(guarded);
    return code;
  });
  const guarded: Guarded = {
    ended,
    isRunning: () => isRunning,
    lastLines: () => [...lines],
    stop: async () => {
      child.stdin?.end();
      await ended;
    },
  };
  running.add(guarded);
  return guarded;
}
