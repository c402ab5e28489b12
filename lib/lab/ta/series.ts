import { CandleView, type PriceSource } from "@/lib/lab/candles/candle-view";
import { LabError } from "@/lib/lab/lab-error";

export type Values = ArrayLike<number>;
export type Options = {
  /** The column that is read, the close unless another is named. */
  source?: PriceSource;
  /** All values instead of the last one; then all bars are read, not only the last `warmUpCandles`. */
  sequential?: boolean;
};

/** What an indicator answers: one number, or the whole series. */
export type Answer<O extends Options> = O extends { sequential: true } ? Float64Array : number;

/** The values that an indicator reads, oldest first. */
export function valuesOf(of: CandleView | Values, options: Options): Float64Array {
  if (!(of instanceof CandleView)) return Float64Array.from(of);
  const view = options.sequential ? of : of.indicatorWindow;
  return view.column(options.source ?? "close");
}

/** High, low, close, open and volume of the bars that an indicator reads. */
export function barsOf(candles: CandleView, options: Options) {
  if (!(candles instanceof CandleView)) throw new LabError("This indicator reads candles, not numbers.");
  const view = options.sequential ? candles : candles.indicatorWindow;
  return {
    open: view.opens,
    high: view.highs,
    low: view.lows,
    close: view.closes,
    volume: view.volumes,
    length: view.length,
  };
}

/** The last value, or all of them. */
export function response<O extends Options>(values: Float64Array, options: O): Answer<O> {
  return (options.sequential ? values : (values.at(-1) ?? Number.NaN)) as Answer<O>;
}

/** A series of `length` NaN. */
export function blank(length: number): Float64Array {
  return new Float64Array(length).fill(Number.NaN);
}

/** A period as a whole number above zero. @throws LabError */
export function checkPeriod(period: number): number {
  if (Number.isInteger(period) && period > 0) return period;
  throw new LabError(`A period must be a whole number above zero, not ${period}.`);
}
