import type { CandleColumns } from "@/lib/lab/candles/candle-columns";
import { MINUTE_MS } from "@/lib/lab/candles/timeframe";

/** The part of a minute that has been traded so far, while one of its orders is being filled. */
export type PartialMinute = { open: number; high: number; low: number; close: number };

/**
 * Bars of one timeframe, built from the minutes that have been revealed. Alignment counts from the first
 * stored minute, as in jesse. The arrays never leave the runner: a view copies out of them.
 */
export type BarSeries = {
  readonly minutes: number;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  readonly startMs: number;
  /** Whole minutes that the bars contain. */
  built: number;
  /** The last bar without the partial minute, while one is shown in it. */
  before: PartialMinute & { volume: number };
  hasPartial: boolean;
};

export function createSeries(columns: CandleColumns, minutes: number): BarSeries {
  const count = Math.ceil(columns.close.length / minutes);
  const column = () => new Float64Array(count);
  return {
    minutes,
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
    startMs: columns.startMs,
    built: 0,
    before: { open: 0, high: 0, low: 0, close: 0, volume: 0 },
    hasPartial: false,
  };
}

/** Start of the bar at `index`, ms. */
export function barTime(series: BarSeries, index: number): number {
  return series.startMs + index * series.minutes * MINUTE_MS;
}

/** Number of bars, the forming one included. */
export function barCount(series: BarSeries): number {
  const minutes = series.hasPartial ? series.built + 1 : series.built;
  return Math.ceil(minutes / series.minutes);
}

/** Builds the bars up to `count` whole minutes and, where given, one partial minute after them. */
export function buildBars(
  series: BarSeries,
  columns: CandleColumns,
  until: { count: number; partial: PartialMinute | null },
): void {
  if (series.hasPartial) removePartial(series);
  for (; series.built < until.count; series.built += 1) {
    const at = series.built;
    mergeMinute(series, at, {
      open: columns.open[at] as number,
      high: columns.high[at] as number,
      low: columns.low[at] as number,
      close: columns.close[at] as number,
      volume: columns.volume[at] as number,
    });
  }
  if (until.partial !== null) showPartial(series, until.partial, columns.volume[until.count] ?? 0);
}

function mergeMinute(series: BarSeries, at: number, minute: PartialMinute & { volume: number }): void {
  const { minutes, open, high, low, close, volume } = series;
  const bar = Math.floor(at / minutes);
  close[bar] = minute.close;
  if (at % minutes === 0) {
    open[bar] = minute.open;
    high[bar] = minute.high;
    low[bar] = minute.low;
    volume[bar] = minute.volume;
    return;
  }
  if (minute.high > (high[bar] as number)) high[bar] = minute.high;
  if (minute.low < (low[bar] as number)) low[bar] = minute.low;
  volume[bar] = (volume[bar] as number) + minute.volume;
}

function showPartial(series: BarSeries, partial: PartialMinute, volume: number): void {
  const bar = Math.floor(series.built / series.minutes);
  series.before = {
    open: series.open[bar] as number,
    high: series.high[bar] as number,
    low: series.low[bar] as number,
    close: series.close[bar] as number,
    volume: series.volume[bar] as number,
  };
  mergeMinute(series, series.built, { ...partial, volume });
  series.hasPartial = true;
}

function removePartial(series: BarSeries): void {
  const bar = Math.floor(series.built / series.minutes);
  series.open[bar] = series.before.open;
  series.high[bar] = series.before.high;
  series.low[bar] = series.before.low;
  series.close[bar] = series.before.close;
  series.volume[bar] = series.before.volume;
  series.hasPartial = false;
}
