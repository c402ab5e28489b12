import { INTERVALS, isInterval } from "@/lib/core/candle-interval";
import { withPublic } from "@/lib/http/with-public";
import { type CandlePage, getCandles, NEWEST_FOR_MS } from "@/lib/market/candles";
import { assertKnownSymbols } from "@/lib/market/instruments";
import { AppError } from "@/lib/schemas/api-error";
import { candlesQuerySchema } from "@/lib/schemas/market-requests";

export const dynamic = "force-dynamic";

/** Candles of one symbol, oldest first. */
export const GET = withPublic(
  { query: candlesQuerySchema },
  async ({ symbol, interval, beforeMs, limit }) => {
    await assertKnownSymbols([symbol]);
    if (!isInterval(interval)) {
      const message = `There is no interval ${JSON.stringify(interval)}.`;
      throw new AppError("unknown_interval", message, { intervals: INTERVALS });
    }
    const page = await getCandles({ symbol, interval, beforeMs, limit });
    const { candles, end, isOpenMissing } = page;
    return {
      body: { symbol, interval, candles, end, isOpenMissing, serverTimeMs: Date.now() },
      headers: { "cache-control": cacheControl(page) },
    };
  },
);

/**
 * For shared caches only: the URL names no market, and a browser that has seen a simulated one at this origin must not
 * take its candles for those of the next.
 */
function cacheControl({ isFinal, isOpenMissing }: CandlePage): string {
  if (isOpenMissing) return "no-store";
  return isFinal ? "public, s-maxage=31536000, immutable" : `public, s-maxage=${NEWEST_FOR_MS / 1_000}`;
}
