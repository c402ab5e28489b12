import "server-only";
import { getEnv } from "@/lib/infra/env";
import { log } from "@/lib/infra/log";
import { redact } from "@/lib/infra/redact";
import { reportError } from "@/lib/infra/report-error";

const SEND_LIMIT_MS = 5_000;

type Whose = { requestId: string; userId: string | undefined };
/** As much of an event as we let out. Everything else that a browser might say is left behind. */
type ClientEvent = {
  event_id?: unknown;
  exception?: unknown;
  message?: unknown;
  level?: unknown;
  tags?: { route?: unknown };
};

/**
 * Sends a browser's report on to Sentry, as ours: with our release, whose page it was, and nothing that a page
 * may have let into a message. Only events pass.
 */
export async function forwardReport(envelope: string, whose: Whose): Promise<void> {
  const { SENTRY_DSN, SENTRY_RELEASE, NODE_ENV } = getEnv();
  for (const event of readEvents(envelope)) {
    const { event_id, exception, message, level, tags } = event;
    const ours = {
      event_id,
      exception: redact(exception),
      message: redact(message),
      level,
      platform: "javascript",
      release: SENTRY_RELEASE,
      environment: NODE_ENV,
      user: whose.userId ? { id: whose.userId } : undefined,
      tags: { route: redact(tags?.route), request_id: whose.requestId, event: "page-broke" },
    };
    log.error("page-broke", { route: tags?.route, requestId: whose.requestId, userId: whose.userId });
    if (SENTRY_DSN) await sendEvent(SENTRY_DSN, ours);
  }
}

async function sendEvent(dsn: string, event: { event_id: unknown }): Promise<void> {
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
      signal: AbortSignal.timeout(SEND_LIMIT_MS),
    });
  } catch (error) {
    reportError("report-not-forwarded", error);
  }
}

/** The events of an envelope: pairs of lines after the first one. What is not JSON is no event of ours. */
function readEvents(envelope: string): ClientEvent[] {
  const lines = envelope.split("\n").slice(1);
  const events: ClientEvent[] = [];
  for (let index = 0; index + 1 < lines.length; index += 2) {
    try {
      const item = JSON.parse(lines[index] ?? "") as { type?: unknown };
      const payload: unknown = JSON.parse(lines[index + 1] ?? "");
      const isEvent = item?.type === "event" && typeof payload === "object" && payload !== null;
      if (isEvent) events.push(payload as ClientEvent);
    } catch {
      return events;
    }
  }
  return events;
}
