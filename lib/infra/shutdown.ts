import "server-only";
import { setMaxListeners } from "node:events";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { log } from "@/lib/infra/telemetry/log";

/** The platform kills the process after this long; open work is aborted before, in ms. */
const TIMEOUT_MS = 9_000;

function controller(): AbortController {
  return getProcessSingleton("shutdown", () => {
    const made = new AbortController();
    // One listener for each open stream: thousands are not a leak.
    setMaxListeners(0, made.signal);
    return made;
  });
}

/** Aborted when this process was asked to end: accept nothing new, finish running work. */
export function shutdownSignal(): AbortSignal {
  return controller().signal;
}

/**
 * Handles the platform's termination signal. Next itself stops listening and waits for open requests; this
 * ends those that would stay open for minutes (streams, the market feed), and sets the time limit.
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
