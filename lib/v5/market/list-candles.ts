import "server-only";
import { z } from "zod";
import { candleIndex, INTERVALS, type Interval, startOfIndexMs } from "@/lib/core/candle-interval";
import { getCandles } from "@/lib/market/reference/candles";
import { assertKnownSymbols } from "@/lib/market/reference/instruments";
import { getFundingHistory, getPriceCandles } from "@/lib/market/reference/venue-history";
import { instant, optional, pageSize, symbol } from "@/lib/v5/wire/fields";

/** Query of the three candle endpoints. */
export const candlesSchema = z.object({
  symbol,
  interval: z.enum(INTERVALS),
  start: optional(instant),
  end: optional(instant),
  limit: pageSize({ most: 1_000, usual: 200 }),
});
type Input = z.output<typeof candlesSchema>;

/** `GET /v5/market/kline`: stored candles and the open one, newest first. */
export async function listCandles(input: Input): Promise<object> {
  await assertKnownSymbols([input.symbol]);
  const { symbol: of, interval, limit } = input;
  const { fromMs, untilMs } = findSpan(input);
  const isNewest = untilMs >= Date.now();
  const { candles } = await getCandles({
    symbol: of,
    interval,
    limit,
    ...(!isNewest && { beforeMs: startOfIndexMs(interval, candleIndex(interval, untilMs) + 1) }),
  });
  const rows = candles
    .filter(({ startMs }) => startMs >= fromMs && startMs <= untilMs)
    .map((one) => [String(one.startMs), one.open, one.high, one.low, one.close, one.volume, one.turnover]);
  return { category: "linear", symbol: of, list: rows.reverse() };
}

/** `GET /v5/market/mark-price-kline` and `index-price-kline`: newest first, without volume. */
export async function listPriceCandles(of: "mark" | "index", input: Input): Promise<object> {
  await assertKnownSymbols([input.symbol]);
  const { fromMs, untilMs } = findSpan(input);
  const { symbol: name, interval } = input;
  const endMs = Math.min(untilMs, Date.now());
  const candles = await getPriceCandles({ of, symbol: name, interval, endMs });
  const rows = candles
    .filter(([startMs]) => startMs >= fromMs && startMs <= endMs)
    .slice(-input.limit)
    .map(([startMs, ...prices]) => [String(startMs), ...prices]);
  return { category: "linear", symbol: name, list: rows.reverse() };
}

/** A start without an end is a page from there on. */
function findSpan({ start, end, interval, limit }: Input): { fromMs: number; untilMs: number } {
  if (start === undefined) return { fromMs: 0, untilMs: end ?? Number.MAX_SAFE_INTEGER };
  return { fromMs: start, untilMs: end ?? pageEndMs(interval, start, limit) };
}

function pageEndMs(interval: Interval, startMs: number, limit: number): number {
  return startOfIndexMs(interval, candleIndex(interval, startMs) + limit) - 1;
}

/** Query of `GET /v5/market/funding/history`. */
export const fundingSchema = z.object({
  symbol,
  startTime: optional(instant),
  endTime: optional(instant),
  limit: pageSize({ most: 200, usual: 200 }),
});

/** `GET /v5/market/funding/history`: settled rates, newest first. */
export async function listFundingRates(input: z.output<typeof fundingSchema>): Promise<object> {
  await assertKnownSymbols([input.symbol]);
  const untilMs = Math.min(input.endTime ?? Date.now(), Date.now());
  const rates = await getFundingHistory(input.symbol, untilMs);
  const list = rates
    .filter(({ atMs }) => atMs >= (input.startTime ?? 0) && atMs <= untilMs)
    .slice(0, input.limit)
    .map(({ rate, atMs }) => ({
      symbol: input.symbol,
      fundingRate: rate,
      fundingRateTimestamp: String(atMs),
    }));
  return { category: "linear", list };
}
