import "server-only";
import type { captureException, ErrorEvent, init } from "@sentry/nextjs";
import { getEnv } from "@/lib/infra/env/env";
import { redact, redactText } from "@/lib/infra/telemetry/redact";
import { addErrorSink } from "@/lib/infra/telemetry/report-error";

/** The used part of `@sentry/nextjs`. Plain Node and Next load that package in different ways. */
type SentrySdk = { captureException: typeof captureException; init: typeof init };

/**
 * Sends reports to Sentry, if configured. Errors only: no traces, no sessions, and nothing of the request
 * except the reported fields, so that it costs nothing while there are no errors.
 */
export function startErrorReports(sdk: SentrySdk): void {
  const { SENTRY_DSN, SENTRY_RELEASE, NODE_ENV } = getEnv();
  if (!SENTRY_DSN) return;
  sdk.init({
    dsn: SENTRY_DSN,
    release: SENTRY_RELEASE,
    environment: NODE_ENV,
    defaultIntegrations: false,
    sendClientReports: false,
    // Otherwise Sentry would create every span of Next and discard it.
    enableOpenTelemetrySetup: false,
    beforeSend: redactEvent,
  });
  addErrorSink((error, { event, requestId, userId, route, ...extra }) => {
    sdk.captureException(error, {
      user: typeof userId === "string" ? { id: userId } : undefined,
      tags: { event, request_id: asTag(requestId), route: asTag(route) },
      extra,
    });
  });
}

function asTag(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The event without secrets, emails and amounts: messages are redacted by pattern, all else by field. */
function redactEvent(event: ErrorEvent): ErrorEvent {
  for (const exception of event.exception?.values ?? []) {
    exception.value &&= redactText(exception.value);
    for (const frame of exception.stacktrace?.frames ?? []) delete frame.vars;
  }
  event.message &&= redactText(event.message);
  event.extra &&= redact(event.extra) as ErrorEvent["extra"];
  delete event.breadcrumbs;
  delete event.request;
  delete event.server_name;
  return event;
}
