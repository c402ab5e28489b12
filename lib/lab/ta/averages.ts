import { blank, checkPeriod, type Values } from "@/lib/lab/ta/series";

/** Mean of the last `period` values, of those that are numbers. */
export function smaSeries(values: Values, period: number): Float64Array {
  checkPeriod(period);
  const result = blank(values.length);
  let [total, count] = [0, 0];
  for (let end = 0; end < values.length; end += 1) {
    const [entering, leaving] = [values[end] as number, values[end - period] ?? Number.NaN];
    if (!Number.isNaN(leaving)) {
      total -= leaving;
      count -= 1;
    }
    if (!Number.isNaN(entering)) {
      total += entering;
      count += 1;
    }
    if (end >= period - 1 && count > 0) result[end] = total / count;
  }
  return result;
}

/** Exponential mean that begins with the first value. */
export function emaSeries(values: Values, period: number): Float64Array {
  checkPeriod(period);
  return smooth(values, 2 / (period + 1));
}

/** Wilder's mean: its first value is the simple mean of `period` values. */
export function wilderSeries(values: Values, period: number, from = 0): Float64Array {
  checkPeriod(period);
  const result = blank(values.length);
  const first = from + period - 1;
  if (first >= values.length) return result;
  let mean = 0;
  for (let index = from; index <= first; index += 1) mean += (values[index] as number) / period;
  result[first] = mean;
  for (let index = first + 1; index < values.length; index += 1) {
    mean = (mean * (period - 1) + (values[index] as number)) / period;
    result[index] = mean;
  }
  return result;
}

/** Smoothed mean 1/period, seeded by the mean of the first `period` values and updated from `from` on. */
export function smmaSeries(values: Values, period: number, from = period): Float64Array {
  checkPeriod(period);
  const result = blank(values.length);
  if (values.length < from) return result;
  let mean = 0;
  for (let index = 0; index < period; index += 1) mean += values[index] as number;
  mean /= period;
  result[period - 1] = mean;
  for (let index = from; index < values.length; index += 1) {
    mean = (values[index] as number) / period + (1 - 1 / period) * mean;
    result[index] = mean;
  }
  return result;
}

/** Mean of the last `period` values weighted 1 to `period`, the newest most. */
export function wmaSeries(values: Values, period: number): Float64Array {
  checkPeriod(period);
  const result = blank(values.length);
  const weight = (period * (period + 1)) / 2;
  for (let end = period - 1; end < values.length; end += 1) {
    let total = 0;
    for (let step = 0; step < period; step += 1) {
      total += (values[end - period + 1 + step] as number) * (step + 1);
    }
    result[end] = total / weight;
  }
  return result;
}

/** Hull's mean: the weighted mean of 2 × WMA(period/2) - WMA(period). */
export function hmaSeries(values: Values, period: number): Float64Array {
  const half = wmaSeries(values, Math.max(1, Math.floor(period / 2)));
  const whole = wmaSeries(values, period);
  const raw = half.map((value, index) => 2 * value - (whole[index] as number));
  return wmaSeries(raw, Math.max(1, Math.floor(Math.sqrt(period))));
}

export function demaSeries(values: Values, period: number): Float64Array {
  const first = emaSeries(values, period);
  const second = emaSeries(first, period);
  return first.map((value, index) => 2 * value - (second[index] as number));
}

export function temaSeries(values: Values, period: number): Float64Array {
  const first = emaSeries(values, period);
  const second = emaSeries(first, period);
  const third = emaSeries(second, period);
  return first.map((value, index) => 3 * (value - (second[index] as number)) + (third[index] as number));
}

/** Kaufman's adaptive mean with fast 2 and slow 30; the first `period` values are the source's. */
export function kamaSeries(values: Values, period: number): Float64Array {
  checkPeriod(period);
  const result = Float64Array.from(values);
  const [fast, slow] = [2 / 3, 2 / 31];
  let mean = values[period - 1] ?? Number.NaN;
  let path = 0;
  for (let index = 1; index < values.length; index += 1) {
    path += Math.abs((values[index] as number) - (values[index - 1] as number));
    if (index > period) {
      path -= Math.abs((values[index - period] as number) - (values[index - period - 1] as number));
    }
    if (index < period) continue;
    const change = Math.abs((values[index] as number) - (values[index - period] as number));
    const weight = ((path === 0 ? 0 : change / path) * (fast - slow) + slow) ** 2;
    mean += weight * ((values[index] as number) - mean);
    result[index] = mean;
  }
  return result;
}

function smooth(values: Values, weight: number): Float64Array {
  const result = blank(values.length);
  let mean = Number.NaN;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as number;
    mean = Number.isNaN(mean) ? value : mean + weight * (value - mean);
    result[index] = mean;
  }
  return result;
}
