import { SERVICE_ENDPOINTS } from "@/lib/http/endpoints/service-endpoints";
import { withPublic } from "@/lib/http/route/with-public";

export const dynamic = "force-dynamic";

/** The server's clock, to which browsers align theirs. */
export const GET = withPublic(SERVICE_ENDPOINTS["GET /api/time"], () => ({
  body: { serverTimeMs: Date.now() },
}));
