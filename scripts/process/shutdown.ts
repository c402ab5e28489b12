import { stopAllGuarded } from "@/scripts/process/start-guarded";

const PARENT_CHECK_MS = 500;
/** One Ctrl-C may arrive twice: from the terminal, and forwarded by npm. */
const SAME_SIGNAL_MS = 1_000;
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** Runs stop functions once, newest first, then ends all children and this process. */
export type Shutdown = {
  /** Registers a stop function. */
  add: (stop: () => Promise<unknown>) => void;
  /** True from the first signal on: nothing more may be started. */
  isStopping: () => boolean;
  /** Stops everything and ends the process with this code. */
  exit: (code: number) => Promise<never>;
};

/** Shuts down on Ctrl-C, SIGTERM, SIGHUP or when npm is gone. A second Ctrl-C does not wait. */
export function createShutdown(): Shutdown {
  const stops: (() => Promise<unknown>)[] = [];
  let stopping: Promise<never> | null = null;
  let stoppedAtMs = 0;

  const stopAll = async (code: number): Promise<never> => {
    for (let stop = stops.pop(); stop; stop = stops.pop()) await stop().catch(() => {});
    await stopAllGuarded();
    process.exit(code);
  };
  const exit = (code: number) => (stopping ??= stopAll(code));
  const onSignal = (code: number) => {
    if (stopping && Date.now() - stoppedAtMs > SAME_SIGNAL_MS) process.exit(code);
    if (stopping) return;
    stoppedAtMs = Date.now();
    console.log("\n… Stopping");
    void exit(code);
  };
  for (const [signal, code] of Object.entries(EXIT_CODES)) process.on(signal, () => onSignal(code));

  // A killed npm passes no signal on: this process gets another parent.
  const parent = process.ppid;
  const checkParent = () => process.ppid !== parent && !stopping && onSignal(1);
  if (process.env.npm_lifecycle_event) setInterval(checkParent, PARENT_CHECK_MS).unref();
  return { add: (stop) => void stops.push(stop), isStopping: () => stopping !== null, exit };
}
