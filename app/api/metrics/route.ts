import { respondWithMetrics } from "@/lib/admin/respond-with-metrics";

export const dynamic = "force-dynamic";

/** Metrics for Prometheus; the gateway serves the same. */
export async function GET(request: Request): Promise<Response> {
  const { status, text, headers } = await respondWithMetrics(request.headers);
  return new Response(text, { status, headers });
}
