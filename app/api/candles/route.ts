import { INTERVALS, isInterval } from "@/lib/core/candle-interval";
import { MARKET_ENDPOINTS } from "@/lib/http/endpoints/market-endpoints";
import { withPublic } from "@/lib/http/route/with-public";
import { getEnv } from "@/lib/infra/env/env";
import { type CandlePage, getCandles, NEWEST_FOR_MS } from "@/lib/market/reference/candles";
import { assertKnownSymbols } from "@/lib/market/reference/instruments";
import { AppError } from "@/lib/schemas/api-error";

export const dynamic = "force-dynamic";

/** Candles of one symbol, oldest first. */
export const GET = withPublic(
  MARKET_ENDPOINTS["GET /api/candles"],
  async ({ symbol, interval, beforeMs, limit, market }) => {
    assertMarket(market);
    await assertKnownSymbols([symbol]);
    if (!isInterval(interval)) {
      const message = `There is no interval ${JSON.stringify(interval)}.`;
      throw new AppError("unknown_interval", message, { intervals: INTERVALS });
    }
    const page = await getCandles({ symbol, interval, beforeMs, limit });
    const { candles, end, isOpenMissing } = page;
    return {
      body: { symbol, interval, candles, end, isOpenMissing, serverTimeMs: Date.now() },
      headers: { "cache-control": cacheControl(page, market !== undefined) },
    };
  },
);

/** @throws AppError `not_found` if the page was made for another market */
function assertMarket(market: string | undefined): void {
  const { MARKET_ID, MARKET_NAME } = getEnv();
  if (market === undefined || market === MARKET_ID) return;
  throw new AppError("not_found", `This server shows another market now: ${MARKET_NAME}. Reload the page.`);
}

/**
 * For shared caches only, so that a wrong candle can be purged. A closed range without the market in its URL
 * must not be cached: an origin may change from the simulated market to the live one.
 */
function cacheControl({ isFinal, isOpenMissing }: CandlePage, isMarketNamed: boolean): string {
  if (isOpenMissing) return "no-store";
  return isFinal && isMarketNamed
    ? "public, s-maxage=31536000, immutable"
    : `public, s-maxage=${NEWEST_FOR_MS / 1_000}`;
}
