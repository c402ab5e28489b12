import { z } from "zod";
import { describeApi } from "@/lib/http/describe-api";
import { withPublic } from "@/lib/http/route/with-public";
import { getEnv } from "@/lib/infra/env/env";

export const dynamic = "force-dynamic";

/** The API as OpenAPI 3.1. */
export const GET = withPublic({ query: z.object({}) }, () => ({ body: describeApi(getEnv().APP_URL) }));
