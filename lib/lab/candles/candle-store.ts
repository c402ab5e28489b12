import {
  type BarSeries,
  barCount,
  barTime,
  buildBars,
  createSeries,
  type PartialMinute,
} from "@/lib/lab/candles/bar-series";
import type { CandleColumns } from "@/lib/lab/candles/candle-columns";
import { CandleView } from "@/lib/lab/candles/candle-view";
import { LabError } from "@/lib/lab/lab-error";

/** The minutes of one symbol up to now. Everything that a strategy sees of the market comes from here. */
export type CandleStore = {
  readonly symbol: string;
  readonly columns: CandleColumns;
  /** Minutes revealed, the one that is being traded included. */
  revealed: number;
  /** What is shown instead of the last revealed minute while one of its orders is being filled. */
  partial: PartialMinute | null;
  readonly series: Map<number, BarSeries>;
  readonly window: number;
};

/** Makes a store with `warmUp` minutes revealed. `window`: how many bars an indicator's last value reads. */
export function createStore(
  symbol: string,
  columns: CandleColumns,
  options: { warmUp: number; window: number },
): CandleStore {
  return {
    symbol,
    columns,
    revealed: options.warmUp,
    partial: null,
    series: new Map(),
    window: options.window,
  };
}

/** Index of the minute that is being traded. */
export function currentMinute(store: CandleStore): number {
  return store.revealed - 1;
}

/** The newest price: the close of the last minute, or the price that the partial one has reached. */
export function currentClose(store: CandleStore): number {
  return store.partial?.close ?? (store.columns.close[store.revealed - 1] as number);
}

/** The bars of a timeframe, the forming one included. */
export function viewBars(store: CandleStore, minutes: number): CandleView {
  return new CandleView(syncSeries(store, minutes), store.window);
}

/** The newest bar of a timeframe as plain numbers. @throws LabError before the first candle */
export function currentBar(store: CandleStore, minutes: number) {
  const series = syncSeries(store, minutes);
  const last = barCount(series) - 1;
  if (last < 0) throw new LabError(`There is no candle of ${store.symbol} yet.`);
  return {
    time: barTime(series, last),
    open: series.open[last] as number,
    high: series.high[last] as number,
    low: series.low[last] as number,
    close: series.close[last] as number,
    volume: series.volume[last] as number,
  };
}

function syncSeries(store: CandleStore, minutes: number): BarSeries {
  let series = store.series.get(minutes);
  if (series === undefined) {
    series = createSeries(store.columns, minutes);
    store.series.set(minutes, series);
  }
  const { partial, revealed } = store;
  if (partial === null && !series.hasPartial && series.built === revealed) return series;
  buildBars(series, store.columns, { count: partial === null ? revealed : revealed - 1, partial });
  return series;
}
