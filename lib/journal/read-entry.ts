import "server-only";
import { type FixedInterval, INTERVAL_MS, type Interval } from "@/lib/core/candle-interval";
import { formatPrice, formatRounded, parsePrice } from "@/lib/core/decimal";
import { AFTER_EXIT_MS, measureAfterExit } from "@/lib/core/journal/after-exit";
import { replayUntouched } from "@/lib/core/journal/untouched";
import { findEntry, type JournalRow } from "@/lib/db/journal/journal";
import { findFills } from "@/lib/db/queries/trades";
import { readTrade, toEntryDto } from "@/lib/journal/read-entry-row";
import { getCandles } from "@/lib/market/reference/candles";
import { AppError } from "@/lib/schemas/api-error";
import type { JournalEntryDetail } from "@/lib/schemas/journal-responses";
import type { CandleDto } from "@/lib/schemas/market/market";

const MAX_FILLS = 500;
/** Candles before the entry and after the exit, for context. */
const PADDING = 40;
const MOST_ACROSS = 300;
const REPLAYED = 1_000;
/** Candles by which the price after the exit is read. */
const AFTER_INTERVAL = "5";
const AFTER_LONGEST_MS = Math.max(...AFTER_EXIT_MS);
const STEPS: readonly FixedInterval[] = ["1", "5", "15", "60", "240", "D"];

/**
 * One entry with its fills, the chart around it, and the result that its first stop and target would have
 * given.
 */
export async function readEntry(userId: string, id: string): Promise<JournalEntryDetail> {
  const row = await findEntry(userId, id);
  if (row === null) throw new AppError("not_found", "There is no such entry.");
  const interval = pickInterval(row);
  const step = INTERVAL_MS[interval];
  const untilMs = row.closedAt.getTime() + PADDING * step;
  const across = Math.ceil((untilMs - row.openedAt.getTime()) / step) + PADDING;
  const exitMs = row.closedAt.getTime();
  const [fills, candles, after, later] = await Promise.all([
    findFills(row.portfolioId, {
      beforeSeq: row.closedSeq + 1,
      positionSide: row.side === "long" ? "long" : "short",
      limit: MAX_FILLS,
    }),
    readCandles({ symbol: row.symbol, interval, beforeMs: untilMs, limit: across }),
    readCandles({
      symbol: row.symbol,
      interval: "1",
      beforeMs: row.openedAt.getTime() + REPLAYED * INTERVAL_MS["1"],
      limit: REPLAYED,
    }),
    readCandles({
      symbol: row.symbol,
      interval: AFTER_INTERVAL,
      beforeMs: exitMs + AFTER_LONGEST_MS,
      limit: AFTER_LONGEST_MS / INTERVAL_MS[AFTER_INTERVAL],
    }),
  ]);
  return {
    ...toEntryDto(row),
    fills: fills
      .filter(({ seq, fill }) => fill.symbol === row.symbol && seq >= row.roundTripId)
      .map(({ fill }) => fill)
      .reverse(),
    interval,
    candles,
    afterExit: toAfterExitDto(row, later),
    untouched: measureUntouched(row, after),
  };
}

/** A trade is shown without its chart if the candles are unavailable. */
async function readCandles(query: {
  symbol: string;
  interval: Interval;
  beforeMs: number;
  limit: number;
}): Promise<CandleDto[]> {
  try {
    return (await getCandles({ ...query, limit: Math.min(query.limit, 1_000) })).candles;
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}

function pickInterval(row: JournalRow): FixedInterval {
  const lastedMs = row.closedAt.getTime() - row.openedAt.getTime();
  return STEPS.find((interval) => lastedMs / INTERVAL_MS[interval] <= MOST_ACROSS) ?? "D";
}

function toAfterExitDto(row: JournalRow, candles: readonly CandleDto[]): JournalEntryDetail["afterExit"] {
  const step = INTERVAL_MS[AFTER_INTERVAL];
  const closed = candles.filter(({ startMs }) => startMs + step <= Date.now());
  const read = closed.map(({ startMs, close }) => ({ startMs, close: parsePrice(close) }));
  return measureAfterExit(readTrade(row), read, step).map(({ afterMs, price, move, difference }) => ({
    afterMs,
    price: formatPrice(price),
    move: formatRounded(move),
    difference: formatRounded(difference),
  }));
}

function measureUntouched(row: JournalRow, candles: readonly CandleDto[]): JournalEntryDetail["untouched"] {
  const read = candles.map(({ startMs, open, high, low, close }) => ({
    startMs,
    open: parsePrice(open),
    high: parsePrice(high),
    low: parsePrice(low),
    close: parsePrice(close),
  }));
  const end = replayUntouched(readTrade(row), read);
  if (!end.ok) return { why: end.why };
  const { exit, price, atMs, gross } = end.value;
  return {
    exit,
    price: formatPrice(price),
    at: new Date(atMs).toISOString(),
    gross: formatRounded(gross),
    why: null,
  };
}
