import "server-only";
import { getErrorStore } from "@/lib/http/error-store";
import { getEnv } from "@/lib/infra/env/env";
import { getFailFastRedis } from "@/lib/infra/redis/redis";
import { log } from "@/lib/infra/telemetry/log";
import { redact, redactText } from "@/lib/infra/telemetry/redact";
import { claimReport, reportError } from "@/lib/infra/telemetry/report-error";

const SEND_TIMEOUT_MS = 5_000;
/** Page reports that are logged and forwarded in a day (UTC), over all visitors and processes. */
const DAILY_BUDGET = 2_000;
const BUDGET_KEPT_S = 2 * 86_400;

type Whose = { requestId: string; userId: string | undefined };
/** The fields of an event that are forwarded. All others are dropped. */
type ClientEvent = {
  event_id?: unknown;
  exception?: unknown;
  message?: unknown;
  level?: unknown;
  tags?: { route?: unknown };
};

/**
 * Forwards a browser's report to Sentry with our release and its page, without data that a page may have put
 * into a message. Only the first event of an envelope is forwarded, at most one a minute for each page and
 * `DAILY_BUDGET` a day for the whole site.
 */
export async function forwardReport(envelope: string, whose: Whose): Promise<void> {
  const event = readEvent(envelope);
  if (event === null) return;
  const route = readRoute(event.tags?.route);
  const claim = claimReport("page-broke", route);
  if (claim === null || !(await consumeBudget())) return;
  log.error("page-broke", { route, ...whose, ...claim });
  const message = describeException(event);
  getErrorStore().add({
    event: "page-broke",
    route,
    message,
    stack: null,
    count: 1 + (claim.suppressed ?? 0),
  });
  const { SENTRY_DSN, SENTRY_RELEASE, NODE_ENV } = getEnv();
  if (!SENTRY_DSN) return;
  await sendEvent(SENTRY_DSN, {
    event_id: /^[0-9a-f]{32}$/.test(String(event.event_id)) ? event.event_id : undefined,
    exception: redact(event.exception),
    message: typeof event.message === "string" ? redactText(event.message) : undefined,
    level: event.level === "fatal" ? "fatal" : "error",
    platform: "javascript",
    release: SENTRY_RELEASE,
    environment: NODE_ENV,
    user: whose.userId ? { id: whose.userId } : undefined,
    tags: { route, request_id: whose.requestId, event: "page-broke" },
    extra: claim,
  });
}

/** Type and message of the exception that a page reports, redacted. */
function describeException({ exception, message }: ClientEvent): string {
  const { values } = (exception ?? {}) as { values?: unknown };
  const [first] = Array.isArray(values) ? (values as ({ type?: unknown; value?: unknown } | null)[]) : [];
  const texts = [first?.type, first?.value ?? message].filter((text) => typeof text === "string");
  return redactText(texts.join(": "));
}

/** Without Redis nothing is forwarded, since the used budget is unknown. */
async function consumeBudget(): Promise<boolean> {
  const key = `page-reports:${new Date().toISOString().slice(0, 10)}`;
  try {
    const redis = getFailFastRedis();
    const [count] = await Promise.all([redis.incr(key), redis.expire(key, BUDGET_KEPT_S)]);
    if (count === DAILY_BUDGET + 1) log.warn("page-reports-over-budget", { budget: DAILY_BUDGET });
    return count <= DAILY_BUDGET;
  } catch (error) {
    reportError("page-reports-uncounted", error);
    return false;
  }
}

async function sendEvent(dsn: string, event: Record<string, unknown>): Promise<void> {
  const { protocol, host, username, pathname } = new URL(dsn);
  const target = new URL(`/api${pathname}/envelope/`, `${protocol}//${host}`);
  target.searchParams.set("sentry_key", username);
  target.searchParams.set("sentry_version", "7");
  const lines = [{ event_id: event.event_id, sent_at: new Date().toISOString() }, { type: "event" }, event];
  try {
    await fetch(target, {
      method: "POST",
      headers: { "content-type": "application/x-sentry-envelope" },
      body: lines.map((line) => JSON.stringify(line)).join("\n"),
      signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
    });
  } catch (error) {
    reportError("report-not-forwarded", error);
  }
}

/** The path of the page that failed, if it is a valid path. */
function readRoute(route: unknown): string {
  return typeof route === "string" && route.startsWith("/") ? redactText(route.slice(0, 200)) : "unknown";
}

/** The event of an envelope's first item; null if that item is not an event. */
function readEvent(envelope: string): ClientEvent | null {
  const [, head = "", payload = ""] = envelope.split("\n", 3);
  try {
    const item = JSON.parse(head) as { type?: unknown } | null;
    const event: unknown = JSON.parse(payload);
    return item?.type === "event" && typeof event === "object" && event !== null ? event : null;
  } catch {
    return null;
  }
}
