import { smaSeries, wilderSeries } from "@/lib/lab/ta/averages";
import { type Bars, highestSeries, lowestSeries } from "@/lib/lab/ta/ranges";
import { blank, checkPeriod, type Values } from "@/lib/lab/ta/series";

/** Wilder's relative strength index, 0 to 100. */
export function rsiSeries(values: Values, period: number): Float64Array {
  const { gains, losses } = splitMoves(values);
  const [up, down] = [wilderSeries(gains, period, 1), wilderSeries(losses, period, 1)];
  return up.map((gain, index) => {
    const loss = down[index] as number;
    return loss === 0 ? 100 : 100 - 100 / (1 + gain / loss);
  });
}

/** Chande's momentum oscillator: what the last `period` changes gained and lost, -100 to 100. */
export function cmoSeries(values: Values, period: number): Float64Array {
  checkPeriod(period);
  const { gains, losses } = splitMoves(values);
  const result = blank(values.length);
  for (let end = period; end < values.length; end += 1) {
    let [up, down] = [0, 0];
    for (let index = end - period + 1; index <= end; index += 1) {
      up += gains[index] as number;
      down += losses[index] as number;
    }
    result[end] = up + down === 0 ? 0 : (100 * (up - down)) / (up + down);
  }
  return result;
}

/** Where the close stands in the range of the last `period` bars, 0 to 100. */
export function stochasticSeries(
  { high, low, close }: Pick<Bars, "high" | "low" | "close">,
  period: number,
): Float64Array {
  const [top, bottom] = [highestSeries(high, period), lowestSeries(low, period)];
  return close.map((value, index) => {
    const range = (top[index] as number) - (bottom[index] as number);
    return range === 0 ? 0 : (100 * (value - (bottom[index] as number))) / range;
  });
}

/** Stochastic RSI: RSI's place in its own range, smoothed by K, and K smoothed by D. */
export function stochasticRsi(
  values: Values,
  { rsi, range, k, d }: { rsi: number; range: number; k: number; d: number },
) {
  const strength = rsiSeries(values, rsi);
  const [top, bottom] = [highestSeries(strength, range), lowestSeries(strength, range)];
  // Without a range there is no place in it: the means leave it out.
  const place = strength.map(
    (value, index) =>
      (100 * (value - (bottom[index] as number))) / ((top[index] as number) - (bottom[index] as number)),
  );
  const fast = smaSeries(place, k);
  return { k: fast, d: smaSeries(fast, d) };
}

/** Commodity channel index. */
export function cciSeries({ high, low, close, length }: Bars, period: number): Float64Array {
  const typical = close.map((value, index) => (value + (high[index] as number) + (low[index] as number)) / 3);
  const means = smaSeries(typical, period);
  const result = blank(length);
  for (let end = period - 1; end < length; end += 1) {
    const mean = means[end] as number;
    let spread = 0;
    for (let index = end - period + 1; index <= end; index += 1)
      spread += Math.abs((typical[index] as number) - mean);
    result[end] = spread === 0 ? 0 : ((typical[end] as number) - mean) / ((0.015 * spread) / period);
  }
  return result;
}

/** Williams %R, -100 to 0. */
export function williamsSeries({ high, low, close }: Bars, period: number): Float64Array {
  const [top, bottom] = [highestSeries(high, period), lowestSeries(low, period)];
  return close.map((value, index) => {
    const range = (top[index] as number) - (bottom[index] as number);
    return range === 0 ? 0 : (-100 * ((top[index] as number) - value)) / range;
  });
}

/** Money flow index, 0 to 100. */
export function mfiSeries({ high, low, close, volume, length }: Bars, period: number): Float64Array {
  checkPeriod(period);
  const typical = close.map((value, index) => (value + (high[index] as number) + (low[index] as number)) / 3);
  const result = blank(length);
  for (let end = period; end < length; end += 1) {
    let [up, down] = [0, 0];
    for (let index = end - period + 1; index <= end; index += 1) {
      const change = (typical[index] as number) - (typical[index - 1] as number);
      const flow = (typical[index] as number) * (volume[index] as number);
      if (change > 0) up += flow;
      else if (change < 0) down += flow;
    }
    result[end] = up + down < 1 ? 0 : (100 * up) / (up + down);
  }
  return result;
}

/** Change over `period` bars: the difference, or percent of the older value. */
export function momentumSeries(values: Values, period: number, inPercent: boolean): Float64Array {
  checkPeriod(period);
  const result = blank(values.length);
  for (let index = period; index < values.length; index += 1) {
    const [now, before] = [values[index] as number, values[index - period] as number];
    result[index] = inPercent ? ((now - before) / before) * 100 : now - before;
  }
  return result;
}

/** How recently the high and the low of the last `period` bars were, 0 to 100. */
export function aroonSeries({ high, low, length }: Bars, period: number) {
  checkPeriod(period);
  const [up, down] = [blank(length), blank(length)];
  for (let end = period; end < length; end += 1) {
    let [top, bottom] = [end - period, end - period];
    for (let index = end - period; index <= end; index += 1) {
      if ((high[index] as number) >= (high[top] as number)) top = index;
      if ((low[index] as number) <= (low[bottom] as number)) bottom = index;
    }
    up[end] = (100 * (period - (end - top))) / period;
    down[end] = (100 * (period - (end - bottom))) / period;
  }
  return { up, down };
}

function splitMoves(values: Values) {
  const [gains, losses] = [new Float64Array(values.length), new Float64Array(values.length)];
  for (let index = 1; index < values.length; index += 1) {
    const change = (values[index] as number) - (values[index - 1] as number);
    if (change > 0) gains[index] = change;
    else losses[index] = -change;
  }
  return { gains, losses };
}
