import { buildOpenApi } from "@/lib/http/build-open-api";
import { SERVICE_ENDPOINTS } from "@/lib/http/endpoints/service-endpoints";
import { withPublic } from "@/lib/http/route/with-public";
import { getEnv } from "@/lib/infra/env/env";

export const dynamic = "force-dynamic";

/** The API as OpenAPI 3.1. */
export const GET = withPublic(SERVICE_ENDPOINTS["GET /api/openapi.json"], () => ({
  body: buildOpenApi(getEnv().APP_URL),
}));
