import { withPublic } from "@/lib/http/with-public";
import { getCandles } from "@/lib/market/candles";
import { assertKnownSymbols } from "@/lib/market/instruments";
import { AppError } from "@/lib/schemas/api-error";
import { INTERVALS } from "@/lib/schemas/market";
import { candlesQuerySchema, isInterval } from "@/lib/schemas/market-requests";

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
    return { body: { symbol, interval, ...page, serverTimeMs: Date.now() } };
  },
);
