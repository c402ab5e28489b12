import { respondWithMetrics } from "@/lib/admin/respond-with-metrics";

export const dynamic = "force-dynamic";

/** For Prometheus; the gateway has the same. */
export async function GET(request: Request): Promise<Response> {
  const { status, text, headers } = await respondWithMetrics(request.headers);
  return new Response(text, { status, headers });
}
