import { emaSeries, smmaSeries } from "@/lib/lab/ta/averages";
import { atrSeries, type Bars, highestSeries, lowestSeries } from "@/lib/lab/ta/ranges";
import { blank, type Values } from "@/lib/lab/ta/series";

export function macdSeries(values: Values, periods: { fast: number; slow: number; signal: number }) {
  const [fast, slow] = [emaSeries(values, periods.fast), emaSeries(values, periods.slow)];
  const macd = fast.map((value, index) => value - (slow[index] as number));
  const signal = emaSeries(macd, periods.signal);
  return { macd, signal, hist: macd.map((value, index) => value - (signal[index] as number)) };
}

/**
 * Bill Williams' Alligator: smoothed means of hl2 of 13, 8 and 5 bars, shown 8, 5 and 3 bars later. As in
 * jesse, all three are updated from the bar on at which the longest is seeded.
 */
export function alligatorSeries(hl2: Values) {
  return {
    jaw: shift(smmaSeries(hl2, 13), 8),
    teeth: shift(smmaSeries(hl2, 8, 13), 5),
    lips: shift(smmaSeries(hl2, 5, 13), 3),
  };
}

/** Supertrend: the trailing band, and whether it changed sides at the bar. */
export function supertrendSeries(bars: Bars, { period, factor }: { period: number; factor: number }) {
  const { high, low, close, length } = bars;
  const ranges = atrSeries(bars, period);
  const [trend, changed] = [blank(length), new Float64Array(length)];
  let [upper, lower, isUp] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true];
  for (let index = period - 1; index < length; index += 1) {
    const middle = ((high[index] as number) + (low[index] as number)) / 2;
    const width = factor * (ranges[index] as number);
    const before = close[index - 1] ?? (close[index] as number);
    upper = middle + width < upper || before > upper ? middle + width : upper;
    lower = middle - width > lower || before < lower ? middle - width : lower;
    const wasUp = isUp;
    if ((close[index] as number) > upper) isUp = true;
    else if ((close[index] as number) < lower) isUp = false;
    if (index === period - 1) isUp = (close[index] as number) > middle;
    trend[index] = isUp ? lower : upper;
    changed[index] = wasUp === isUp ? 0 : 1;
  }
  return { trend, changed };
}

/** The cloud at the last bar, from the bars 26 earlier, and the two lines of now. */
export function ichimokuAt(bars: Bars) {
  const middle = (period: number, back: number) => {
    const end = bars.length - back;
    if (end < period) return Number.NaN;
    const top = highestSeries(bars.high.subarray(end - period, end), period).at(-1) as number;
    const bottom = lowestSeries(bars.low.subarray(end - period, end), period).at(-1) as number;
    return (top + bottom) / 2;
  };
  return {
    conversionLine: middle(9, 0),
    baseLine: middle(26, 0),
    spanA: (middle(9, 25) + middle(26, 25)) / 2,
    spanB: middle(52, 25),
  };
}

/** Wilder's parabolic stop and reverse. */
export function sarSeries(
  { high, low, length }: Bars,
  { step, most }: { step: number; most: number },
): Float64Array {
  const result = blank(length);
  if (length < 2) return result;
  let isUp = (high[1] as number) - (high[0] as number) >= (low[0] as number) - (low[1] as number);
  let sar = (isUp ? low[0] : high[0]) as number;
  let extreme = (isUp ? high[1] : low[1]) as number;
  let speed = step;
  for (let index = 1; index < length; index += 1) {
    const [top, bottom] = [high[index] as number, low[index] as number];
    if (isUp ? bottom <= sar : top >= sar) {
      isUp = !isUp;
      sar = isUp ? Math.min(extreme, bottom) : Math.max(extreme, top);
      extreme = isUp ? top : bottom;
      speed = step;
    } else if (isUp ? top > extreme : bottom < extreme) {
      extreme = isUp ? top : bottom;
      speed = Math.min(most, speed + step);
    }
    result[index] = sar;
    const next = sar + speed * (extreme - sar);
    const before = index > 0 ? index - 1 : 0;
    sar = isUp ? Math.min(next, bottom, low[before] as number) : Math.max(next, top, high[before] as number);
  }
  return result;
}

/** Volume added on rising closes and subtracted on falling ones. */
export function obvSeries({ close, volume, length }: Bars): Float64Array {
  const result = new Float64Array(length);
  for (let index = 0; index < length; index += 1) {
    const change = Math.sign((close[index] as number) - (close[index - 1] ?? (close[index] as number)));
    const step = index === 0 ? 1 : change;
    result[index] = (result[index - 1] ?? 0) + step * (volume[index] as number);
  }
  return result;
}

function shift(values: Float64Array, by: number): Float64Array {
  const result = blank(values.length);
  result.set(values.subarray(0, Math.max(0, values.length - by)), Math.min(by, values.length));
  return result;
}
