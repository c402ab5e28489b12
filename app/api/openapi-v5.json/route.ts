import { SERVICE_ENDPOINTS } from "@/lib/http/endpoints/service-endpoints";
import { withPublic } from "@/lib/http/route/with-public";
import { getEnv } from "@/lib/infra/env/env";
import { buildV5OpenApi } from "@/lib/v5/build-v5-open-api";

export const dynamic = "force-dynamic";

/** The Bybit v5 API as it is served here, as OpenAPI 3.1. */
export const GET = withPublic(SERVICE_ENDPOINTS["GET /api/openapi-v5.json"], () => ({
  body: buildV5OpenApi(getEnv().APP_URL),
}));
