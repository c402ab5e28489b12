import { candleStartMs, type FixedInterval, INTERVAL_MS, type Interval } from "@/lib/core/candle-interval";
import type { CandleDto, Tick } from "@/lib/schemas/market/market";

const MINUTE_MS = INTERVAL_MS["1"];

/** A candle in numbers, for drawing only: prices in quote currency, volume in base currency. */
export type Bar = { startMs: number; open: number; high: number; low: number; close: number; volume: number };

/** The API's candle in numbers. */
export function toBar(candle: CandleDto): Bar {
  return {
    startMs: candle.startMs,
    open: Number(candle.open),
    high: Number(candle.high),
    low: Number(candle.low),
    close: Number(candle.close),
    volume: Number(candle.volume),
  };
}

/** The tick's minute in numbers. Its last price is newer than the venue's candle, which comes once a second. */
export function readMinute(tick: Tick): Bar | null {
  if (!tick.candle) return null;
  const [startMs, open, high, low, close, volume] = tick.candle;
  const minute = { startMs, open: Number(open), high: Number(high), low: Number(low), close: Number(close) };
  const bar = { ...minute, volume: Number(volume) };
  const isOfMinute = tick.timeMs >= startMs && tick.timeMs < startMs + MINUTE_MS;
  if (!isOfMinute) return bar;
  const last = Number(tick.last);
  return { ...bar, high: Math.max(bar.high, last), low: Math.min(bar.low, last), close: last };
}

/** Merges two time ranges into one bar, the earlier one first. */
export function joinBars(earlier: Bar | null, later: Bar): Bar {
  if (!earlier) return later;
  return {
    startMs: earlier.startMs,
    open: earlier.open,
    high: Math.max(earlier.high, later.high),
    low: Math.min(earlier.low, later.low),
    close: later.close,
    volume: earlier.volume + later.volume,
  };
}

/**
 * The open candle. `closed` covers its minutes before `closedUntilMs`, `minute` is the current one.
 * `snapshot` replaces both until the closed minutes are known: it is the API's open candle, whose volume
 * can't be split by minute.
 */
export type OpenCandle = {
  interval: Interval;
  startMs: number;
  snapshot: Bar | null;
  closed: Bar | null;
  closedUntilMs: number;
  minute: Bar | null;
};

/** The open candle as the API showed it, before its minutes are known. */
export function openFromSnapshot(interval: Interval, snapshot: Bar): OpenCandle {
  const { startMs } = snapshot;
  return { interval, startMs, snapshot, closed: null, closedUntilMs: startMs, minute: null };
}

/**
 * Result of folding a minute. `late`: it belongs to an earlier candle. `gap`: minutes between the newest one
 * and it are missing, so the history has to be loaded again. `rolled`: it started a new candle.
 */
export type Folded = { open: OpenCandle; late: boolean; gap: boolean; rolled: boolean };

/** Folds the venue's current minute into the candle of a longer (or the same) interval. */
export function foldMinute(open: OpenCandle, minute: Bar): Folded {
  const startMs = candleStartMs(open.interval, minute.startMs);
  const lastMs = open.minute?.startMs ?? open.closedUntilMs - MINUTE_MS;
  if (startMs < open.startMs || minute.startMs < lastMs)
    return { open, late: true, gap: false, rolled: false };
  if (startMs > open.startMs) {
    const fresh = { ...openFromSnapshot(open.interval, minute), startMs, snapshot: null, minute };
    const gap = minute.startMs !== startMs || (open.minute !== null && hasGap(open, minute));
    return { open: { ...fresh, closedUntilMs: startMs }, late: false, gap, rolled: true };
  }
  const isNext = open.minute !== null && minute.startMs > open.minute.startMs;
  const next: OpenCandle = {
    ...open,
    // The snapshot of a one-minute candle is this very minute.
    snapshot: open.interval === "1" ? null : open.snapshot,
    closed: isNext && open.minute ? joinBars(open.closed, open.minute) : open.closed,
    closedUntilMs: isNext ? minute.startMs : open.closedUntilMs,
    minute,
  };
  return { open: next, late: false, gap: hasGap(open, minute), rolled: false };
}

/** A snapshot does not list its minutes: a missing minute is detected only after the first folded one. */
function hasGap(open: OpenCandle, minute: Bar): boolean {
  if (open.minute) return minute.startMs > open.minute.startMs + MINUTE_MS;
  return !open.snapshot && minute.startMs > open.closedUntilMs;
}

/** The open candle as it is drawn now. */
export function readOpenBar(open: OpenCandle): Bar | null {
  const { snapshot, closed, minute, startMs } = open;
  if (!snapshot) {
    const bar = minute ? joinBars(closed, minute) : closed;
    return bar && { ...bar, startMs };
  }
  if (!minute) return snapshot;
  return {
    ...snapshot,
    high: Math.max(snapshot.high, minute.high),
    low: Math.min(snapshot.low, minute.low),
    close: minute.close,
  };
}

/** Closed candles of one interval: `count` of them, the last one ending at `endMs`. */
export type Part = { interval: Interval; endMs: number; count: number };

const COARSE_TO_FINE = ["D", "60", "1"] as const satisfies FixedInterval[];

/**
 * The fewest closed candles that together cover the open candle from its start to the current minute, so that
 * its volume so far is known exactly: days, then hours, then minutes.
 */
export function planOpenParts(interval: Interval, startMs: number, nowMs: number): Part[] {
  const parts: Part[] = [];
  let fromMs = startMs;
  for (const part of COARSE_TO_FINE) {
    if (interval !== "M" && INTERVAL_MS[part] >= INTERVAL_MS[interval]) continue;
    const endMs = candleStartMs(part, nowMs);
    const count = Math.round((endMs - fromMs) / INTERVAL_MS[part]);
    if (count <= 0) continue;
    parts.push({ interval: part, endMs, count });
    fromMs = endMs;
  }
  return parts;
}
