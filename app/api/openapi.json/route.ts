import { z } from "zod";
import { buildOpenApi } from "@/lib/http/build-open-api";
import { withPublic } from "@/lib/http/route/with-public";
import { getEnv } from "@/lib/infra/env/env";

export const dynamic = "force-dynamic";

/** The API as OpenAPI 3.1. */
export const GET = withPublic({ query: z.object({}) }, () => ({ body: buildOpenApi(getEnv().APP_URL) }));
