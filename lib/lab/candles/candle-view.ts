import { type BarSeries, barCount, barTime } from "@/lib/lab/candles/bar-series";
import { CandleBar } from "@/lib/lab/candles/candle-bar";

/** What a column of a view may be taken from. */
export const PRICE_SOURCES = ["open", "high", "low", "close", "volume", "hl2", "hlc3", "ohlc4"] as const;
export type PriceSource = (typeof PRICE_SOURCES)[number];

type Range = { from: number; to: number };

let peek: (view: CandleView, source: PriceSource) => Float64Array;

/**
 * The column that an indicator reads for its last value, without a copy: for a function that only reads it and keeps
 * nothing. A strategy can't call it.
 */
export function peekColumn(view: CandleView, source: PriceSource): Float64Array {
  return peek(view, source);
}

/**
 * The bars that a strategy may see: all that have closed and, last, the one still forming. It can't show a
 * later bar, since it reads only up to the bar at which it was made. It is read like an array: `length`,
 * `at(-1)`, numbers from 0, `slice`, `map`.
 */
export class CandleView {
  static {
    peek = (view, source) => view.#peek(source);
  }

  readonly #series: BarSeries;
  readonly #range: Range;
  /** How many of the last bars an indicator reads when only its last value is requested. */
  readonly #window: number;
  readonly length: number;

  constructor(series: BarSeries, window: number, range: Range = { from: 0, to: barCount(series) }) {
    this.#series = series;
    this.#range = range;
    this.#window = window;
    this.length = range.to - range.from;
  }

  /** The bar at `index`, counted from the end when negative; undefined outside. */
  at(index: number): CandleBar | undefined {
    const place = this.#range.from + (index < 0 ? this.length + index : index);
    if (!(place >= this.#range.from && place < this.#range.to)) return undefined;
    const { open, high, low, close, volume } = this.#series;
    return new CandleBar({
      time: barTime(this.#series, place),
      open: open[place] as number,
      high: high[place] as number,
      low: low[place] as number,
      close: close[place] as number,
      volume: volume[place] as number,
      isForming: this.#isForming(place),
    });
  }

  /** The bars without the last `count` ones. */
  past(count: number): CandleView {
    return this.#cut({ from: this.#range.from, to: Math.max(this.#range.from, this.#range.to - count) });
  }

  /** The bars that have closed: without the forming one. */
  get closed(): CandleView {
    return this.length > 0 && this.#isForming(this.#range.to - 1) ? this.past(1) : this;
  }

  /** The last `count` bars. */
  last(count: number): CandleView {
    return this.#cut({ from: Math.max(this.#range.from, this.#range.to - count), to: this.#range.to });
  }

  /** The bars that an indicator reads for its last value: the last `warmUpCandles` of the run. */
  get indicatorWindow(): CandleView {
    return this.length > this.#window ? this.last(this.#window) : this;
  }

  /** A copy of one column, oldest first; the last `count` values where given. */
  column(source: PriceSource, count = this.length): Float64Array {
    const from = Math.max(this.#range.from, this.#range.to - count);
    const { open, high, low, close, volume } = this.#series;
    const single = { open, high, low, close, volume }[source as "open"];
    if (single !== undefined) return single.slice(from, this.#range.to);
    const mixed = new Float64Array(this.#range.to - from);
    for (let index = 0; index < mixed.length; index += 1) mixed[index] = this.#mix(source, from + index);
    return mixed;
  }

  get opens(): Float64Array {
    return this.column("open");
  }
  get highs(): Float64Array {
    return this.column("high");
  }
  get lows(): Float64Array {
    return this.column("low");
  }
  get closes(): Float64Array {
    return this.column("close");
  }
  get volumes(): Float64Array {
    return this.column("volume");
  }

  *[Symbol.iterator](): Generator<CandleBar> {
    for (let index = 0; index < this.length; index += 1) yield this.at(index) as CandleBar;
  }

  /** Copies the bars into an array, as `Array.prototype.slice` would. */
  slice(from = 0, to = this.length): CandleBar[] {
    const start = from < 0 ? Math.max(0, this.length + from) : from;
    const end = Math.min(this.length, to < 0 ? this.length + to : to);
    const bars: CandleBar[] = [];
    for (let index = start; index < end; index += 1) bars.push(this.at(index) as CandleBar);
    return bars;
  }

  map<T>(change: (bar: CandleBar, index: number) => T): T[] {
    return this.slice().map(change);
  }

  #peek(source: PriceSource): Float64Array {
    const { from, to } = this.#range;
    const { open, high, low, close, volume } = this.#series;
    const single = { open, high, low, close, volume }[source as "open"];
    return single === undefined
      ? this.column(source, this.#window)
      : single.subarray(Math.max(from, to - this.#window), to);
  }

  #cut(range: Range): CandleView {
    return new CandleView(this.#series, this.#window, range);
  }

  #isForming(place: number): boolean {
    const series = this.#series;
    return (place + 1) * series.minutes > series.built + (series.hasPartial ? 1 : 0);
  }

  #mix(source: PriceSource, place: number): number {
    const { open, high, low, close } = this.#series;
    const range = (high[place] as number) + (low[place] as number);
    if (source === "hl2") return range / 2;
    if (source === "hlc3") return (range + (close[place] as number)) / 3;
    return (range + (close[place] as number) + (open[place] as number)) / 4;
  }
}

/** Bars by number, `candles[0]`: asked only for names that the class doesn't have, so that others stay fast. */
Object.setPrototypeOf(
  CandleView.prototype,
  new Proxy(Object.create(null), {
    get: (_target, key, receiver: CandleView) =>
      typeof key === "string" && /^\d+$/.test(key) ? receiver.at(Number(key)) : undefined,
  }),
);
