import "server-only";
import { candleEndMs, candleIndex, candleStartMs, type Interval } from "@/lib/core/candle-interval";
import { findCandles, storeClosedCandles } from "@/lib/db/market/candles";
import { getEnv } from "@/lib/infra/env/env";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { SharedResponses } from "@/lib/infra/shared-responses";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { listInstruments } from "@/lib/market/reference/instruments";
import { fetchCandles } from "@/lib/market/venue/venue-rest";
import { AppError } from "@/lib/schemas/api-error";
import type { CandleDto } from "@/lib/schemas/market/market";

/** The venue's largest page: always requested, since one big query is cheaper than two small ones. */
const PAGE_SIZE = 1_000;
/**
 * How long the newest page is shared by all callers of this process, in ms; a shared HTTP cache adds the same
 * time.
 */
export const NEWEST_FOR_MS = 1_000;
/** The venue may correct a candle for less than this after its close, in ms. */
const CORRECTED_FOR_MS = 60_000;

type Query = { symbol: string; interval: Interval; beforeMs?: number | undefined; limit: number };
type OlderQuery = Query & { beforeMs: number };

/**
 * Candles oldest first; `end` when there is no older history. `isOpenMissing` if the newest were requested
 * and the venue is unavailable: the last of them is a stored, closed one, and the open candle is not known.
 * `isFinal` if the same query has the same result at any later time.
 */
export type CandlePage = { candles: CandleDto[]; end: boolean; isOpenMissing: boolean; isFinal: boolean };

/**
 * Candles of one symbol: stored closed ones from the database, the rest from the venue. When the venue is
 * unavailable, the stored candles are the result. Concurrent callers with the same query share one request.
 *
 * @throws AppError `venue_unavailable` when the venue is unavailable and nothing is stored.
 */
export async function getCandles(query: Query): Promise<CandlePage> {
  const { symbol, interval, beforeMs, limit } = query;
  const key = `${symbol} ${interval}`;
  if (beforeMs === undefined) {
    const newest = await newestPages().get(key, () => fetchPage({ ...query, limit: PAGE_SIZE }));
    return cut(newest, limit);
  }
  return olderPages().get(`${key} ${beforeMs} ${limit}`, () => getOlder({ ...query, beforeMs }));
}

function newestPages(): SharedResponses<CandlePage> {
  return getProcessSingleton("newest-candles", () => new SharedResponses({ forMs: NEWEST_FOR_MS }));
}

function olderPages(): SharedResponses<CandlePage> {
  return getProcessSingleton("older-candles", () => new SharedResponses({ forMs: 0 }));
}

async function getOlder(query: OlderQuery): Promise<CandlePage> {
  const stored = await readStored(query, query.beforeMs);
  if (stored && isComplete(stored, query)) return toCandlePage(query, { candles: stored, end: false });
  const reachesLaunch = stored && stored.length > 0 && (await startsAtLaunch(stored, query));
  if (reachesLaunch) return toCandlePage(query, { candles: stored, end: true });
  const page = cut(await fetchPage({ ...query, limit: PAGE_SIZE }), query.limit);
  return page.isFromStore ? { ...page, isFinal: false } : toCandlePage(query, page);
}

/**
 * A page of history is final when it reaches the last candle requested, and that one can't be corrected any
 * more.
 */
function toCandlePage(query: OlderQuery, page: Pick<CandlePage, "candles" | "end">): CandlePage {
  const { candles, end } = page;
  const { interval, beforeMs } = query;
  const newestMs = candleStartMs(interval, beforeMs - 1);
  const isClosed = candleEndMs(interval, newestMs) + CORRECTED_FOR_MS <= Date.now();
  const isFinal = isClosed && candles.at(-1)?.startMs === newestMs;
  return { candles, end, isOpenMissing: false, isFinal };
}

type FetchedPage = CandlePage & { isFromStore: boolean };

/** Requests candles from the venue and stores the closed ones; falls back to the stored ones. */
async function fetchPage(query: Query): Promise<FetchedPage> {
  const { symbol, interval, beforeMs, limit } = query;
  try {
    const asked = { symbol, interval, limit, ...(beforeMs !== undefined && { endMs: beforeMs - 1 }) };
    const { candles, timeMs } = await fetchCandles(asked);
    const closed = candles.filter((one) => candleEndMs(interval, one.startMs) <= timeMs);
    await storeClosed({ symbol, interval }, closed).catch((error) =>
      reportError("candles-not-stored", error, { symbol, interval }),
    );
    const end = candles.length < limit;
    return { candles, end, isOpenMissing: false, isFinal: false, isFromStore: false };
  } catch (error) {
    const stored = await readStored(query, beforeMs ?? Number.MAX_SAFE_INTEGER);
    if (!(error instanceof AppError) || !stored || stored.length === 0) throw error;
    reportError("candles-from-store-only", error, { symbol, interval });
    const isOpenMissing = beforeMs === undefined;
    return { candles: stored, end: false, isOpenMissing, isFinal: false, isFromStore: true };
  }
}

/** Stores closed candles, except the contiguous ones that this process has already stored. */
async function storeClosed(series: Pick<Query, "symbol" | "interval">, closed: CandleDto[]): Promise<void> {
  const kept = getProcessSingleton("kept-candles", () => new Map<string, { fromMs: number; toMs: number }>());
  const key = `${series.symbol} ${series.interval}`;
  const known = kept.get(key);
  const [first, last] = [closed[0], closed.at(-1)];
  if (!first || !last) return;
  const isKnown = known !== undefined && first.startMs >= known.fromMs && first.startMs <= known.toMs;
  const fresh = isKnown ? closed.filter((one) => one.startMs > known.toMs) : closed;
  await storeClosedCandles({ venue: getEnv().MARKET_ID, ...series }, fresh);
  if (isKnown) kept.set(key, { fromMs: known.fromMs, toMs: Math.max(known.toMs, last.startMs) });
  else if (!known || last.startMs > known.toMs) kept.set(key, { fromMs: first.startMs, toMs: last.startMs });
}

/** Null when the database can't be read: the venue may still be available. */
async function readStored(query: Query, beforeMs: number): Promise<CandleDto[] | null> {
  const { symbol, interval, limit } = query;
  const latestMs = Math.min(beforeMs, 8_640_000_000_000);
  try {
    return await findCandles({ venue: getEnv().MARKET_ID, symbol, interval, beforeMs: latestMs, limit });
  } catch (error) {
    reportError("candles-not-read", error, { symbol, interval });
    return null;
  }
}

/** True when the page is full and has no gap, neither inside nor towards `beforeMs`. */
function isComplete(candles: CandleDto[], query: OlderQuery): boolean {
  return candles.length === query.limit && hasNoGap(candles, query);
}

function hasNoGap(candles: CandleDto[], { interval, beforeMs }: OlderQuery): boolean {
  const firstIndex = candleIndex(interval, beforeMs - 1) - candles.length + 1;
  return candles.every((one, at) => candleIndex(interval, one.startMs) === firstIndex + at);
}

async function startsAtLaunch(candles: CandleDto[], query: OlderQuery): Promise<boolean> {
  const { instruments } = await listInstruments();
  const launchMs = instruments.find((one) => one.symbol === query.symbol)?.launchMs;
  const first = candles[0];
  if (!first || launchMs === undefined) return false;
  return first.startMs <= candleStartMs(query.interval, launchMs) && hasNoGap(candles, query);
}

function cut<Page extends CandlePage>(page: Page, limit: number): Page {
  const isCut = page.candles.length > limit;
  return { ...page, candles: page.candles.slice(-limit), end: page.end && !isCut };
}
