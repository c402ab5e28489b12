import "server-only";
import { findCandles, storeClosedCandles } from "@/lib/db/candles";
import { getEnv } from "@/lib/infra/env";
import { getProcessSingleton } from "@/lib/infra/process-singleton";
import { reportError } from "@/lib/infra/report-error";
import { listInstruments } from "@/lib/market/instruments";
import { fetchCandles } from "@/lib/market/venue-rest";
import { AppError } from "@/lib/schemas/api-error";
import { type Candle, candleStartMs, INTERVAL_MS, type Interval } from "@/lib/schemas/market";

/** The venue's largest page: always asked for, since one big question is cheaper than two small ones. */
const PAGE_SIZE = 1_000;
/** How long the newest page is shared by everybody who asks this process, in ms. */
const NEWEST_FOR_MS = 2_000;

type Query = { symbol: string; interval: Interval; beforeMs?: number | undefined; limit: number };

/**
 * Candles oldest first; `end` when there is no older history. `isOpenMissing` where the newest were asked for and the
 * venue could not be: the last of them is a stored, closed one, and the open candle is not known.
 */
export type CandlePage = { candles: Candle[]; end: boolean; isOpenMissing: boolean };

/**
 * Candles of one symbol: closed ones from the database once they have been seen, the rest from the venue.
 * When the venue can't be asked, what is stored is the answer.
 *
 * @throws AppError `venue_unavailable` when the venue can't be asked and nothing is stored.
 */
export async function getCandles(query: Query): Promise<CandlePage> {
  return query.beforeMs === undefined ? getNewest(query) : getOlder({ ...query, beforeMs: query.beforeMs });
}

type Newest = { atMs: number; page: Promise<CandlePage> };

async function getNewest(query: Query): Promise<CandlePage> {
  const cache = getProcessSingleton("newest-candles", () => new Map<string, Newest>());
  const key = `${query.symbol} ${query.interval}`;
  const held = cache.get(key);
  let page = held && Date.now() - held.atMs < NEWEST_FOR_MS ? held.page : undefined;
  if (!page) {
    page = fetchPage({ ...query, limit: PAGE_SIZE });
    cache.set(key, { atMs: Date.now(), page });
    page.catch(() => cache.delete(key));
  }
  return cut(await page, query.limit);
}

async function getOlder(query: Query & { beforeMs: number }): Promise<CandlePage> {
  const stored = await readStored(query, query.beforeMs);
  if (stored && isComplete(stored, query)) return { candles: stored, end: false, isOpenMissing: false };
  const reachesLaunch = stored && stored.length > 0 && (await startsAtLaunch(stored, query));
  if (reachesLaunch) return { candles: stored, end: true, isOpenMissing: false };
  const page = await fetchPage({ ...query, limit: PAGE_SIZE });
  return cut(page, query.limit);
}

/** Asks the venue, keeps what is closed, and falls back on what was kept before. */
async function fetchPage(query: Query): Promise<CandlePage> {
  const { symbol, interval, beforeMs, limit } = query;
  try {
    const asked = { symbol, interval, limit, ...(beforeMs !== undefined && { endMs: beforeMs - 1 }) };
    const { candles, timeMs } = await fetchCandles(asked);
    const closed = candles.filter((one) => one.startMs + INTERVAL_MS[interval] <= timeMs);
    await keepClosed({ symbol, interval }, closed).catch((error) =>
      reportError("candles-not-stored", error, { symbol, interval }),
    );
    return { candles, end: candles.length < limit, isOpenMissing: false };
  } catch (error) {
    const stored = await readStored(query, beforeMs ?? Number.MAX_SAFE_INTEGER);
    if (!(error instanceof AppError) || !stored || stored.length === 0) throw error;
    reportError("candles-from-store-only", error, { symbol, interval });
    return { candles: stored, end: false, isOpenMissing: beforeMs === undefined };
  }
}

/** Stores closed candles, without those that follow each other up to the newest that this process stored already. */
async function keepClosed(series: Pick<Query, "symbol" | "interval">, closed: Candle[]): Promise<void> {
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

/** Null when the database can't be read: the venue may still answer. */
async function readStored(query: Query, beforeMs: number): Promise<Candle[] | null> {
  const { symbol, interval, limit } = query;
  const latestMs = Math.min(beforeMs, 8_640_000_000_000);
  try {
    return await findCandles({ venue: getEnv().MARKET_ID, symbol, interval, beforeMs: latestMs, limit });
  } catch (error) {
    reportError("candles-not-read", error, { symbol, interval });
    return null;
  }
}

/** True when the page is full and has no hole, neither inside nor towards `beforeMs`. */
function isComplete(candles: Candle[], query: Query & { beforeMs: number }): boolean {
  return candles.length === query.limit && hasNoHole(candles, query);
}

function hasNoHole(candles: Candle[], query: { interval: Interval; beforeMs: number }): boolean {
  const lengthMs = INTERVAL_MS[query.interval];
  const newestMs = candleStartMs(query.interval, query.beforeMs - 1);
  return candles.every((one, index) => one.startMs === newestMs - (candles.length - 1 - index) * lengthMs);
}

async function startsAtLaunch(candles: Candle[], query: Query & { beforeMs: number }): Promise<boolean> {
  const { instruments } = await listInstruments();
  const launchMs = instruments.find((one) => one.symbol === query.symbol)?.launchMs;
  const first = candles[0];
  if (!first || launchMs === undefined) return false;
  return first.startMs <= candleStartMs(query.interval, launchMs) && hasNoHole(candles, query);
}

function cut(page: CandlePage, limit: number): CandlePage {
  const isCut = page.candles.length > limit;
  return { ...page, candles: page.candles.slice(-limit), end: page.end && !isCut };
}
