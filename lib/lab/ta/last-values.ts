import { checkPeriod, type Values } from "@/lib/lab/ta/series";

/*
 * The last value of the most used indicators without the series before it: the same operations in the same
 * order as in their series, so that the number is the same, but no array for each bar of a run.
 */

/** As the last of `smaSeries`. */
export function lastSma(values: Values, period: number): number {
  checkPeriod(period);
  let [total, count] = [0, 0];
  for (let end = 0; end < values.length; end += 1) {
    const entering = values[end] as number;
    const leaving = end >= period ? (values[end - period] as number) : Number.NaN;
    if (!Number.isNaN(leaving)) {
      total -= leaving;
      count -= 1;
    }
    if (!Number.isNaN(entering)) {
      total += entering;
      count += 1;
    }
  }
  return values.length >= period && count > 0 ? total / count : Number.NaN;
}

/** As the last of `emaSeries`. */
export function lastEma(values: Values, period: number): number {
  const weight = 2 / (checkPeriod(period) + 1);
  let mean = Number.NaN;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as number;
    mean = Number.isNaN(mean) ? value : mean + weight * (value - mean);
  }
  return mean;
}

/** As the last of `rsiSeries`. */
export function lastRsi(values: Values, period: number): number {
  checkPeriod(period);
  if (values.length <= period) return Number.NaN;
  let [up, down] = [0, 0];
  for (let index = 1; index < values.length; index += 1) {
    const change = (values[index] as number) - (values[index - 1] as number);
    const gain = Math.max(change, 0);
    const loss = Math.max(-change, 0);
    if (index <= period) {
      up += gain / period;
      down += loss / period;
    } else {
      up = (up * (period - 1) + gain) / period;
      down = (down * (period - 1) + loss) / period;
    }
  }
  return down === 0 ? 100 : 100 - 100 / (1 + up / down);
}
