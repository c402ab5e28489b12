import "server-only";
import { setMaxListeners } from "node:events";
import { getProcessSingleton } from "@/lib/infra/process-singleton";
import { log } from "@/lib/infra/telemetry/log";

/** The platform kills after this long; whatever has not ended by then is cut, in ms. */
const TIMEOUT_MS = 9_000;

function controller(): AbortController {
  return getProcessSingleton("shutdown", () => {
    const made = new AbortController();
    // One listener for each open stream: thousands are no leak.
    setMaxListeners(0, made.signal);
    return made;
  });
}

/** Aborted when this process was told to end: take nothing new, finish what was begun. */
export function shutdownSignal(): AbortSignal {
  return controller().signal;
}

/**
 * Listens for the platform's request that this process ends. Next itself stops listening and waits for what is open;
 * this makes what would stay open for minutes (streams, the market feed) end at once, and sets the limit.
 */
export function listenForShutdown(): void {
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    process.once(name, () => {
      log.info("shutting-down", { signal: name });
      controller().abort();
      setTimeout(() => process.exit(0), TIMEOUT_MS).unref();
    });
  }
}
