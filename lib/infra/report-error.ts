import "server-only";
import { log } from "@/lib/infra/log";
import { getProcessSingleton } from "@/lib/infra/process-singleton";

const QUIET_MS = 60_000;
const lastReported = new Map<string, { atMs: number; suppressed: number }>();

type Sink = (error: unknown, fields: Record<string, unknown> & { event: string }) => void;

function holder(): { sink: Sink | null } {
  return getProcessSingleton("error-sink", () => ({ sink: null }));
}

/** Where reports go beside the log. */
export function setErrorSink(sink: Sink): void {
  holder().sink = sink;
}

/**
 * Reports something that went wrong on our side or a supplier's. The same `event` of a route is written at most
 * once a minute with the count of what was held back, so that a fault at tick rate can't bury the log. Fields
 * `requestId`, `userId` and `route` say whose it was.
 */
export function reportError(event: string, error: unknown, fields: Record<string, unknown> = {}): void {
  const nowMs = Date.now();
  const kind = `${event} ${fields.route ?? ""}`;
  const last = lastReported.get(kind);
  if (last && nowMs - last.atMs < QUIET_MS) {
    last.suppressed += 1;
    return;
  }
  lastReported.set(kind, { atMs: nowMs, suppressed: 0 });
  log.error(event, {
    ...fields,
    message: error instanceof Error ? error.message : String(error),
    stack: error instanceof Error ? error.stack : undefined,
    suppressed: last?.suppressed,
  });
  holder().sink?.(error, { ...fields, suppressed: last?.suppressed, event });
}
