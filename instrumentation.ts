import type { Instrumentation } from "next";

/** Runs once when a server process starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { assertEnv } = await import("@/lib/infra/assert-env");
    assertEnv();
    const { listenForShutdown } = await import("@/lib/infra/shutdown");
    listenForShutdown();
    const { noteSocketIp } = await import("@/lib/http/note-socket-ip");
    noteSocketIp();
    const { meterRequests } = await import("@/lib/http/meter-requests");
    meterRequests();
    const { getEnv } = await import("@/lib/infra/env");
    if (getEnv().OTEL_EXPORTER_OTLP_ENDPOINT) (await import("@/lib/infra/start-tracing")).startTracing();
    const { warmUp } = await import("@/lib/market/warm-up");
    warmUp();
  }
  const { startSentry } = await import("@/lib/infra/sentry");
  startSentry();
}

/** What a page or a route threw and nobody caught. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  const { reportError } = await import("@/lib/infra/report-error");
  const requestId = request.headers["x-request-id"];
  reportError("request-broke", error, { route: context.routePath, requestId, kind: context.routeType });
};
