import "server-only";
import { candleIndex, type Interval, RANGE_CANDLES, startOfIndexMs } from "@/lib/core/candle-interval";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { SharedResponses } from "@/lib/infra/shared-responses";
import {
  fetchDeepBook,
  fetchFundingHistory,
  fetchPriceCandles,
  type PriceCandle,
} from "@/lib/market/venue/venue-rest";

/** How long a page is shared by all callers of this process, in ms. */
const SHARED_FOR_MS = 60_000;
/** The same for a book, which changes all the time. */
const BOOK_SHARED_FOR_MS = 1_000;
const HOUR_MS = 3_600_000;

/**
 * Candles of the mark or index price, oldest first, up to the range that contains `endMs`. Ranges are the same for all
 * callers, so that one request of ours serves them. @throws AppError `venue_unavailable`
 */
export function getPriceCandles(query: {
  of: "mark" | "index";
  symbol: string;
  interval: Interval;
  endMs: number;
}): Promise<PriceCandle[]> {
  const { interval } = query;
  const index = Math.floor(candleIndex(interval, query.endMs) / RANGE_CANDLES + 1) * RANGE_CANDLES;
  const endMs = startOfIndexMs(interval, index) - 1;
  const shared = getProcessSingleton(
    "price-candles",
    () => new SharedResponses<PriceCandle[]>({ forMs: SHARED_FOR_MS }),
  );
  const key = `${query.of} ${query.symbol} ${interval} ${endMs}`;
  return shared.get(key, () => fetchPriceCandles({ ...query, endMs }));
}

/** Settled funding rates up to the hour of `endMs`, newest first. @throws AppError `venue_unavailable` */
export function getFundingHistory(symbol: string, endMs: number): Promise<{ rate: string; atMs: number }[]> {
  const untilMs = Math.ceil(endMs / HOUR_MS) * HOUR_MS;
  const shared = getProcessSingleton(
    "funding-history",
    () => new SharedResponses<{ rate: string; atMs: number }[]>({ forMs: SHARED_FOR_MS }),
  );
  return shared.get(`${symbol} ${untilMs}`, () => fetchFundingHistory(symbol, untilMs));
}

type VenueBook = Awaited<ReturnType<typeof fetchDeepBook>>;

/** A book with more levels than the feed follows, at most a second old. @throws AppError `venue_unavailable` */
export function getDeepBook(symbol: string): Promise<VenueBook> {
  const shared = getProcessSingleton(
    "deep-books",
    () => new SharedResponses<VenueBook>({ forMs: BOOK_SHARED_FOR_MS }),
  );
  return shared.get(symbol, () => fetchDeepBook(symbol));
}
