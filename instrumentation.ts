import type { Instrumentation } from "next";

/** Runs once when a server process starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { prepareServer } = await import("@/lib/http/prepare-server");
    await prepareServer();
  }
  const { startErrorReports } = await import("@/lib/infra/telemetry/start-error-reports");
  startErrorReports(await import("@sentry/nextjs"));
}

/** Reports uncaught errors of pages and routes. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  const { reportError } = await import("@/lib/infra/telemetry/report-error");
  const requestId = request.headers["x-request-id"];
  reportError("request-broke", error, { route: context.routePath, requestId, kind: context.routeType });
};
