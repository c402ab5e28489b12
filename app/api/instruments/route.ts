import { z } from "zod";
import { withPublic } from "@/lib/http/with-public";
import { getEnv } from "@/lib/infra/env";
import { listInstruments } from "@/lib/market/instruments";

export const dynamic = "force-dynamic";

/** What may be traded here, and what kind of market it is. */
export const GET = withPublic({ query: z.object({}) }, async () => {
  const { MARKET_KIND, MARKET_NAME } = getEnv();
  return { body: { ...(await listInstruments()), market: MARKET_KIND, source: MARKET_NAME } };
});
