import { z } from "zod";
import { withPublic } from "@/lib/http/route/with-public";

export const dynamic = "force-dynamic";

/** The server's clock, to which browsers align theirs. */
export const GET = withPublic({ query: z.object({}) }, () => ({ body: { serverTimeMs: Date.now() } }));
