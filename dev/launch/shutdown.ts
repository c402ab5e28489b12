const WATCH_MS = 500;

/**
 * Gathers what must be stopped, and stops it once, newest first, on Ctrl-C, SIGTERM, SIGHUP or when the
 * process that started us is gone. A second Ctrl-C does not wait.
 */
export type Shutdown = {
  /** Registers how to stop something; returns the same thing for convenience. */
  add: (stop: () => Promise<unknown>) => void;
  /** True from the first signal on: start nothing more. */
  isStopping: () => boolean;
  /** Stops everything and ends the process with this code. */
  exit: (code: number) => Promise<never>;
};

/** Starts listening for signals. `onStop` is called once, with what to tell the person. */
export function createShutdown(onStop: (reason: string) => void): Shutdown {
  const stops: (() => Promise<unknown>)[] = [];
  let stopping: Promise<never> | null = null;

  const exit = (code: number): Promise<never> => {
    stopping ??= (async () => {
      for (const stop of stops.reverse()) await stop().catch(() => {});
      process.exit(code);
    })();
    return stopping;
  };
  const onSignal = (code: number, reason: string) => {
    if (stopping) process.exit(code);
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
