import "server-only";
import { collectMetrics } from "@/lib/admin/collect-metrics";
import { findRequestId } from "@/lib/http/find-request-id";
import { hasBearer } from "@/lib/http/has-bearer";
import { toErrorResponse } from "@/lib/http/to-error-response";
import { getEnv } from "@/lib/infra/env/env";
import { AppError } from "@/lib/schemas/api-error";

/** A response independent of the server's own type. */
export type MetricsResponse = { status: number; text: string; headers: Record<string, string> };

/**
 * The metrics of this process for Prometheus, with `METRICS_TOKEN` as the bearer token; disabled while that
 * is not set.
 */
export async function respondWithMetrics(headersOfRequest: Headers): Promise<MetricsResponse> {
  const requestId = findRequestId(headersOfRequest);
  const headers = { "x-request-id": requestId, "cache-control": "no-store" };
  try {
    const { METRICS_TOKEN } = getEnv();
    if (!METRICS_TOKEN || !hasBearer(headersOfRequest.get("authorization"), METRICS_TOKEN)) {
      throw new AppError("unauthorized", "This endpoint is for the operators' metrics.");
    }
    const type = { "content-type": "text/plain; version=0.0.4; charset=utf-8" };
    return { status: 200, text: await collectMetrics(), headers: { ...headers, ...type } };
  } catch (error) {
    const { status, body } = toErrorResponse(error, { route: "/api/metrics", requestId });
    const type = { "content-type": "application/json" };
    return { status, text: JSON.stringify(body), headers: { ...headers, ...type } };
  }
}
