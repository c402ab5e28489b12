import { collectMetrics } from "@/lib/admin/collect-metrics";
import { describeError } from "@/lib/http/error-response";
import { findRequestId } from "@/lib/http/find-request-id";
import { hasBearer } from "@/lib/http/has-bearer";
import { getEnv } from "@/lib/infra/env";
import { AppError } from "@/lib/schemas/api-error";

export const dynamic = "force-dynamic";

/** For Prometheus, with `METRICS_TOKEN` as its bearer token; closed while that is not set. */
export async function GET(request: Request): Promise<Response> {
  const requestId = findRequestId(request.headers);
  const headers = { "x-request-id": requestId, "cache-control": "no-store" };
  try {
    const { METRICS_TOKEN } = getEnv();
    if (!METRICS_TOKEN || !hasBearer(request.headers.get("authorization"), METRICS_TOKEN)) {
      throw new AppError("unauthorized", "This door is for the operators' metrics.");
    }
    const text = await collectMetrics();
    return new Response(text, {
      headers: { ...headers, "content-type": "text/plain; version=0.0.4; charset=utf-8" },
    });
  } catch (error) {
    const { status, body } = describeError(error, { route: "/api/metrics", requestId });
    return Response.json(body, { status, headers });
  }
}
