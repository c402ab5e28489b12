import { stopAllGuarded } from "@/scripts/launch/start-guarded";

const WATCH_MS = 500;
/** One Ctrl-C may arrive twice: from the terminal, and forwarded by npm and the launcher. */
const SAME_SIGNAL_MS = 1_000;

/**
 * Registers stop functions and runs them once, newest first, on Ctrl-C, SIGTERM, SIGHUP or when the parent
 * process is gone. A second Ctrl-C does not wait.
 */
export type Shutdown = {
  /** Registers a stop function. */
  add: (stop: () => Promise<unknown>) => void;
  /** True from the first signal on: nothing more may be started. */
  isStopping: () => boolean;
  /** Stops everything and ends the process with this code. */
  exit: (code: number) => Promise<never>;
};

/** Starts listening for signals. `onStop` is called once, with a message for the user. */
export function createShutdown(onStop: (reason: string) => void): Shutdown {
  const stops: (() => Promise<unknown>)[] = [];
  let stopping: Promise<never> | null = null;
  let stoppedAtMs = 0;

  const exit = (code: number): Promise<never> => {
    stopping ??= (async () => {
      for (let stop = stops.pop(); stop; stop = stops.pop()) await stop().catch(() => {});
      // Anything being started when the signal came was not registered yet.
      await stopAllGuarded();
      process.exit(code);
    })();
    return stopping;
  };
  const onSignal = (code: number, reason: string) => {
    if (stopping) {
      if (Date.now() - stoppedAtMs > SAME_SIGNAL_MS) process.exit(code);
      return;
    }
    stoppedAtMs = Date.now();
    onStop(reason);
    void exit(code);
  };
  process.on("SIGINT", () => onSignal(130, "Stopping"));
  process.on("SIGTERM", () => onSignal(143, "Stopping"));
  process.on("SIGHUP", () => onSignal(129, "Stopping"));

  const parent = Number(process.env.TERMINAL_ZERO_PARENT);
  if (parent > 0) {
    setInterval(() => {
      if (process.ppid !== parent && !stopping) onSignal(1, "The launcher is gone");
    }, WATCH_MS).unref();
  }
  return {
    add: (stop) => {
      stops.push(stop);
    },
    isStopping: () => stopping !== null,
    exit,
  };
}
