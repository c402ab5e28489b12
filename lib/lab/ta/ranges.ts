import { smaSeries, wilderSeries } from "@/lib/lab/ta/averages";
import { blank, checkPeriod, type Values } from "@/lib/lab/ta/series";

export type Bars = {
  open: Float64Array;
  high: Float64Array;
  low: Float64Array;
  close: Float64Array;
  volume: Float64Array;
  length: number;
};

/** The largest of the last `period` values. */
export function highestSeries(values: Values, period: number): Float64Array {
  return extremeSeries(values, period, Math.max);
}

/** The smallest of the last `period` values. */
export function lowestSeries(values: Values, period: number): Float64Array {
  return extremeSeries(values, period, Math.min);
}

/** True range; the first bar's is high - low. */
export function trueRangeSeries({ high, low, close, length }: Bars): Float64Array {
  const result = new Float64Array(length);
  for (let index = 0; index < length; index += 1) {
    const [top, bottom] = [high[index] as number, low[index] as number];
    const before = close[index - 1];
    result[index] =
      before === undefined
        ? top - bottom
        : Math.max(top - bottom, Math.abs(top - before), Math.abs(bottom - before));
  }
  return result;
}

/** Wilder's mean of the true range. */
export function atrSeries(bars: Bars, period: number): Float64Array {
  return wilderSeries(trueRangeSeries(bars), period);
}

/** Standard deviation of the last `period` values, of the whole population. */
export function deviationSeries(values: Values, period: number): Float64Array {
  const means = smaSeries(values, period);
  return means.map((mean, end) => {
    if (Number.isNaN(mean)) return Number.NaN;
    let total = 0;
    for (let index = end - period + 1; index <= end; index += 1)
      total += ((values[index] as number) - mean) ** 2;
    return Math.sqrt(total / period);
  });
}

/** Directional movement: +DI, -DI and ADX; the first ADX, at 2 × period, is the mean of the DX before it. */
export function directionalSeries(bars: Bars, period: number) {
  checkPeriod(period);
  const { length, high, low } = bars;
  const [plus, minus, adx, dx] = [blank(length), blank(length), blank(length), blank(length)];
  const ranges = trueRangeSeries(bars);
  let [sumRange, sumPlus, sumMinus] = [0, 0, 0];
  let mean = 0;
  for (let index = 1; index < length; index += 1) {
    const rise = (high[index] as number) - (high[index - 1] as number);
    const fall = (low[index - 1] as number) - (low[index] as number);
    // No closure in this loop: it runs for every bar of the window at every bar of the run.
    if (index > period) {
      sumRange -= sumRange / period;
      sumPlus -= sumPlus / period;
      sumMinus -= sumMinus / period;
    }
    sumRange += ranges[index] as number;
    sumPlus += rise > fall && rise > 0 ? rise : 0;
    sumMinus += fall > rise && fall > 0 ? fall : 0;
    if (index < period) continue;
    const [positive, negative] = [(100 * sumPlus) / sumRange, (100 * sumMinus) / sumRange];
    plus[index] = positive;
    minus[index] = negative;
    const total = positive + negative;
    dx[index] = total === 0 ? 0 : (100 * Math.abs(positive - negative)) / total;
    if (index < 2 * period) mean += (dx[index] as number) / period;
    else {
      adx[index] =
        index === 2 * period
          ? mean
          : ((adx[index - 1] as number) * (period - 1) + (dx[index] as number)) / period;
    }
  }
  return { plus, minus, adx };
}

function extremeSeries(values: Values, period: number, pick: (a: number, b: number) => number): Float64Array {
  checkPeriod(period);
  const result = blank(values.length);
  for (let end = period - 1; end < values.length; end += 1) {
    let extreme = values[end] as number;
    for (let index = end - period + 1; index < end; index += 1)
      extreme = pick(extreme, values[index] as number);
    result[end] = extreme;
  }
  return result;
}
