import { z } from "zod";
import { withPublic } from "@/lib/http/with-public";
import { getEnv } from "@/lib/infra/env";
import { listInstruments } from "@/lib/market/instruments";
import type { InstrumentsAnswer } from "@/lib/schemas/market-answers";

export const dynamic = "force-dynamic";

/** What may be traded here, and what kind of market it is: some 650 contracts, so each with no more than a list needs. */
export const GET = withPublic({ query: z.object({}) }, async () => {
  const { MARKET_KIND, MARKET_NAME } = getEnv();
  const { instruments, fetchedAtMs } = await listInstruments();
  const body: InstrumentsAnswer = {
    instruments: instruments.map(
      ({ symbol, baseCoin, name, status, priceScale, tickSize, maxLeverage, launchMs }) => ({
        symbol,
        baseCoin,
        name,
        status,
        priceScale,
        tickSize,
        maxLeverage,
        launchMs,
      }),
    ),
    fetchedAtMs,
    market: MARKET_KIND,
    source: MARKET_NAME,
  };
  return { body, headers: { "cache-control": "public, s-maxage=60, stale-while-revalidate=600" } };
});
