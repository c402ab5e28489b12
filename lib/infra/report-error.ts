import "server-only";
import { log } from "@/lib/infra/log";
import { getProcessSingleton } from "@/lib/infra/process-singleton";

const QUIET_MS = 60_000;
/** Kinds of reports that are counted on their own; a name that outsiders can choose must not fill the memory. */
const MAX_KINDS = 500;
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
 * Whether a report of this kind may be written now: at most once a minute. `suppressed`: how many were held back
 * since the last one; undefined for the first. Null: this one is held back, and counted.
 */
export function claimReport(event: string, route = ""): { suppressed: number | undefined } | null {
  const nowMs = Date.now();
  const named = `${event} ${route.slice(0, 200)}`;
  const isCounted = lastReported.has(named) || lastReported.size < MAX_KINDS;
  const kind = isCounted ? named : `${event} and others`;
  const last = lastReported.get(kind);
  if (last && nowMs - last.atMs < QUIET_MS) {
    last.suppressed += 1;
    return null;
  }
  lastReported.delete(kind);
  lastReported.set(kind, { atMs: nowMs, suppressed: 0 });
  forgetOldReports(nowMs);
  return { suppressed: last?.suppressed };
}

/** The map is ordered by time: what is old stands at its beginning. */
function forgetOldReports(nowMs: number): void {
  for (const [kind, { atMs }] of lastReported) {
    if (nowMs - atMs < QUIET_MS || lastReported.size < MAX_KINDS) return;
    lastReported.delete(kind);
  }
}

/**
 * Reports something that went wrong on our side or a supplier's. The same `event` of a route is written at most
 * once a minute with the count of what was held back, so that a fault at tick rate can't bury the log. Fields
 * `requestId`, `userId` and `route` say whose it was.
 */
export function reportError(event: string, error: unknown, fields: Record<string, unknown> = {}): void {
  const claim = claimReport(event, String(fields.route ?? ""));
  if (claim === null) return;
  log.error(event, {
    ...fields,
    message: error instanceof Error ? error.message : String(error),
    stack: error instanceof Error ? error.stack : undefined,
    ...claim,
  });
  holder().sink?.(error, { ...fields, ...claim, event });
}
