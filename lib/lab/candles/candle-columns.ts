import { MINUTE_MS } from "@/lib/lab/candles/timeframe";
import { LabError } from "@/lib/lab/lab-error";

/** One-minute candles of one symbol without gaps: the candle at index i starts at `startMs` + i minutes. */
export type CandleColumns = {
  startMs: number;
  open: Float64Array;
  high: Float64Array;
  low: Float64Array;
  close: Float64Array;
  /** Base currency. */
  volume: Float64Array;
  /** Minutes that the source did not have: flat candles at the last close, without volume. */
  filled: number;
};

export const COLUMN_NAMES = ["open", "high", "low", "close", "volume"] as const;

/** One candle as a source gives it; `time` is its start, ms. */
export type CandleRow = {
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
};

/**
 * Sorts rows by time, keeps the last of several for one minute and fills missing minutes.
 * @throws LabError for no rows, a time that is not a whole minute and a candle whose prices contradict each other
 */
export function toColumns(rows: readonly CandleRow[]): CandleColumns {
  const sorted = isAscending(rows) ? rows : [...rows].sort((a, b) => a.time - b.time);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) throw new LabError("There are no candles.");
  checkInterval(sorted, first.time, last.time);
  const columns = createColumns(first.time, (last.time - first.time) / MINUTE_MS + 1);
  let next = 0;
  for (const row of sorted) {
    checkRow(row);
    const index = (row.time - first.time) / MINUTE_MS;
    for (; next < index; next += 1) repeatClose(columns, next);
    setRow(columns, index, row);
    next = index + 1;
  }
  return columns;
}

/** Candles of five minutes would be one candle and four flat ones. */
function checkInterval(rows: readonly CandleRow[], fromMs: number, toMs: number): void {
  const minutes = (toMs - fromMs) / MINUTE_MS + 1;
  if (rows.length * 2 > minutes || rows.length < 3) return;
  const steps = rows.slice(1).map(({ time }, index) => (time - (rows[index]?.time ?? 0)) / MINUTE_MS);
  const usual = steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  throw new LabError(
    usual > 1
      ? `Candles must be of one minute. These are ${usual} minutes apart.`
      : `More than half of the minutes are missing: ${rows.length} candles stand for ${minutes} minutes.`,
  );
}

/** Index of the candle that starts at `timeMs`; may lie outside of the columns. */
export function indexAt(columns: CandleColumns, timeMs: number): number {
  return Math.round((timeMs - columns.startMs) / MINUTE_MS);
}

/** Copies of the candles from index `from` up to `to`, not included. */
export function sliceColumns(columns: CandleColumns, from: number, to: number): CandleColumns {
  return {
    startMs: columns.startMs + from * MINUTE_MS,
    open: columns.open.slice(from, to),
    high: columns.high.slice(from, to),
    low: columns.low.slice(from, to),
    close: columns.close.slice(from, to),
    volume: columns.volume.slice(from, to),
    filled: columns.filled,
  };
}

/**
 * Copies a part to its place in columns that are known up to the candle at `next`; minutes between are filled like
 * missing ones. Returns the number of candles that are known then. @throws LabError for a part that overlaps
 */
export function addPart(joined: CandleColumns, next: number, part: CandleColumns): number {
  const from = indexAt(joined, part.startMs);
  if (from < next) throw new LabError("Two parts of the candles overlap.");
  for (let index = next; index < from; index += 1) repeatClose(joined, index);
  for (const name of COLUMN_NAMES) joined[name].set(part[name], from);
  joined.filled += part.filled;
  return from + part.close.length;
}

/** The candles with `minutes` more behind them: those have no figures at all until they are set. */
export function extendColumns(known: CandleColumns, minutes: number): CandleColumns {
  const extended = createColumns(known.startMs, known.close.length + minutes);
  addPart(extended, 0, known);
  return extended;
}

/** Opens each candle from index `from` up to `to` at the close before it, so that no price is skipped. */
export function openAtCloses({ open, high, low, close }: CandleColumns, from: number, to: number): void {
  for (let index = Math.max(from, 1); index < to; index += 1) {
    const before = close[index - 1] as number;
    if (open[index] === before) continue;
    open[index] = before;
    if (before > (high[index] as number)) high[index] = before;
    if (before < (low[index] as number)) low[index] = before;
  }
}

/** Columns of `count` candles with every figure zero. @throws LabError when that is not a whole number */
export function createColumns(startMs: number, count: number): CandleColumns {
  if (startMs % MINUTE_MS !== 0 || !Number.isInteger(count)) {
    throw new LabError("Candles must be of one minute and start on a whole minute.");
  }
  const column = () => new Float64Array(count);
  return {
    startMs,
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
    filled: 0,
  };
}

function isAscending(rows: readonly CandleRow[]): boolean {
  for (let index = 1; index < rows.length; index += 1) {
    if ((rows[index] as CandleRow).time < (rows[index - 1] as CandleRow).time) return false;
  }
  return true;
}

function checkRow({ time, open, high, low, close, volume }: CandleRow): void {
  const isOrdered = low > 0 && low <= open && low <= close && high >= open && high >= close;
  if (isOrdered && Number.isFinite(high) && Number.isFinite(volume) && time % MINUTE_MS === 0) return;
  const when = Number.isFinite(time) ? new Date(time).toISOString() : String(time);
  throw new LabError(`The candle at ${when} is not valid: ${[open, high, low, close, volume].join(", ")}.`);
}

function setRow(columns: CandleColumns, index: number, row: CandleRow): void {
  columns.open[index] = row.open;
  columns.high[index] = row.high;
  columns.low[index] = row.low;
  columns.close[index] = row.close;
  columns.volume[index] = row.volume;
}

function repeatClose(columns: CandleColumns, index: number): void {
  const price = columns.close[index - 1] ?? 0;
  setRow(columns, index, { time: 0, open: price, high: price, low: price, close: price, volume: 0 });
  columns.filled += 1;
}
