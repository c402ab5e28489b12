import "server-only";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { log } from "@/lib/infra/telemetry/log";
import { redactText } from "@/lib/infra/telemetry/redact";

const QUIET_MS = 60_000;
/** Report types that are counted separately; a name that outsiders can choose must not fill the memory. */
const MAX_KINDS = 500;
/** Nested causes of an error that are reported. */
const MAX_CAUSES = 5;
const lastReported = new Map<string, { atMs: number; suppressed: number }>();

type Sink = (error: unknown, fields: Record<string, unknown> & { event: string }) => void;

function listSinks(): Sink[] {
  return getProcessSingleton<Sink[]>("error-sinks", () => []);
}

/** Adds a destination of reports besides the log. */
export function addErrorSink(sink: Sink): void {
  listSinks().push(sink);
}

/**
 * Whether a report of this type may be written now: at most once a minute. `suppressed`: how many were
 * suppressed since the last one; undefined for the first. Null: this one is suppressed, and counted.
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

/** The map is ordered by time: old entries come first. */
function forgetOldReports(nowMs: number): void {
  for (const [kind, { atMs }] of lastReported) {
    if (nowMs - atMs < QUIET_MS || lastReported.size < MAX_KINDS) return;
    lastReported.delete(kind);
  }
}

/**
 * Reports a failure on our side or a supplier's. The same `event` of a route is written at most once a minute
 * with the count of suppressed ones, so that a fault at tick rate can't flood the log. Texts of errors are
 * redacted, in the log as well. Fields `requestId`, `userId` and `route` identify the request.
 */
export function reportError(event: string, error: unknown, fields: Record<string, unknown> = {}): void {
  const claim = claimReport(event, String(fields.route ?? ""));
  if (claim === null) return;
  log.error(event, { ...fields, ...serializeError(error), ...claim });
  for (const sink of listSinks()) sink(error, { ...fields, ...claim, event });
}

/**
 * A thrown value for logs and stores, redacted: the text of an error can contain user input and requests to
 * dependencies.
 */
export function serializeError(error: unknown): { message: string; stack?: string; causes?: string[] } {
  if (!(error instanceof Error)) return { message: redactText(String(error)) };
  const causes: string[] = [];
  for (let { cause } = error; cause !== undefined && causes.length < MAX_CAUSES; ) {
    causes.push(redactText(String(cause)));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return {
    message: redactText(error.message),
    ...(error.stack !== undefined && { stack: redactText(error.stack) }),
    ...(causes.length > 0 && { causes }),
  };
}
