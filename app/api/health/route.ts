import { SERVICE_ENDPOINTS } from "@/lib/http/endpoints/service-endpoints";
import { withPublic } from "@/lib/http/route/with-public";
import { checkHealth } from "@/lib/market/reference/check-health";

export const dynamic = "force-dynamic";

/**
 * The state of the service's parts: 503 when the database or Redis is unavailable. A silent venue is reported
 * but does not make the service unhealthy, since restarting our process would not help.
 */
export const GET = withPublic(SERVICE_ENDPOINTS["GET /api/health"], async () => {
  const health = await checkHealth();
  return { body: health, status: health.ok ? 200 : 503 };
});
