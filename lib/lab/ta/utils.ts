import { LabError } from "@/lib/lab/lab-error";
import { testCointegration } from "@/lib/lab/statistics/cointegration";
import { meanOf } from "@/lib/lab/statistics/moments";
import { smaSeries } from "@/lib/lab/ta/averages";

/** The next timeframe that gives a strategy its context, as jesse's table has it. */
const ANCHORS: Record<string, string> = {
  "1m": "5m",
  "3m": "15m",
  "5m": "30m",
  "15m": "2h",
  "30m": "3h",
  "45m": "3h",
  "1h": "4h",
  "2h": "6h",
  "3h": "1D",
  "4h": "1D",
  "6h": "1D",
  "8h": "1D",
  "12h": "1D",
};

type Series = ArrayLike<number>;

/** jesse's helpers for sizes, risk and series. Quote currency but for quantities; risks in percent. */
export const utils = {
  sizeToQty: (size: number, price: number, precision = 3, feeRate = 0): number => {
    checkNumbers(size, price);
    return floorTo((feeRate === 0 ? size : size * (1 - feeRate * 3)) / price, precision);
  },
  qtyToSize: (qty: number, price: number): number => {
    checkNumbers(qty, price);
    return qty * price;
  },
  riskToSize: (capital: number, riskPercent: number, riskPerQty: number, entry: number): number => {
    if (riskPerQty === 0) throw new LabError("A risk can't be zero.");
    return Math.min((((riskPercent / 100) * capital) / riskPerQty) * entry, capital);
  },
  riskToQty: (
    capital: number,
    riskPercent: number,
    entry: number,
    stop: number,
    precision = 8,
    feeRate = 0,
  ): number => {
    const size = utils.riskToSize(capital, riskPercent, Math.abs(entry - stop), entry);
    // jesse takes the allowance for fees twice.
    return utils.sizeToQty(feeRate === 0 ? size : size * (1 - feeRate * 3), entry, precision, feeRate);
  },
  estimateRisk: (entry: number, stop: number): number => Math.abs(entry - stop),
  limitStopLoss: (entry: number, stop: number, type: "long" | "short", mostPercent: number): number => {
    const risk = Math.min(Math.abs(entry - stop), entry * (mostPercent / 100));
    return type === "long" ? entry - risk : entry + risk;
  },
  kellyCriterion: (winRate: number, ratioAverageWinLoss: number): number =>
    winRate - (1 - winRate) / ratioAverageWinLoss,
  anchorTimeframe: (timeframe: string): string => {
    const anchor = ANCHORS[timeframe];
    if (anchor === undefined) throw new LabError(`There is no anchor of ${timeframe}.`);
    return anchor;
  },
  /** Whether the first series has just crossed the second, or a level. */
  crossed: (first: Series, second: Series | number, direction?: "above" | "below"): boolean => {
    const at = (series: Series, back: number) => series[series.length - back] as number;
    const other = (back: number) => (typeof second === "number" ? second : at(second, back));
    const above = at(first, 2) <= other(2) && at(first, 1) > other(1);
    const below = at(first, 2) >= other(2) && at(first, 1) < other(1);
    if (direction === undefined) return above || below;
    return direction === "above" ? above : below;
  },
  strictlyIncreasing: (series: Series, lookback: number): boolean =>
    isMonotonic(series, lookback, (before, now) => now > before),
  strictlyDecreasing: (series: Series, lookback: number): boolean =>
    isMonotonic(series, lookback, (before, now) => now < before),
  sumFloats: (first: number, second: number): number => roundSum(first + second),
  subtractFloats: (first: number, second: number): number => roundSum(first - second),
  pricesToReturns: (prices: Series): Float64Array =>
    Float64Array.from(prices, (price, index) =>
      index === 0 ? Number.NaN : (price / (prices[index - 1] as number) - 1) * 100,
    ),
  /** How many values in a row have risen (above zero) or fallen (below), of the changes or the series itself. */
  streaks: (series: Series, useChanges = true): Float64Array => {
    const values = Float64Array.from(series);
    let length = 0;
    return values.map((value, index) => {
      const move = useChanges ? value - (values[index - 1] ?? Number.NaN) : value;
      if (Number.isNaN(move)) return Number.NaN;
      if (move === 0) length = 0;
      else length = move > 0 ? Math.max(length, 0) + 1 : Math.min(length, 0) - 1;
      return length;
    });
  },
  /** The simple mean of a series, for crosses with it. */
  signalLine: (series: Series, period = 10): Float64Array => smaSeries(series, period),
  /** The line of least squares through returns by those of a market: first = alpha + beta × second. */
  calculateAlphaBeta: (first: Series, second: Series): { alpha: number; beta: number } => {
    const [y, x] = [Array.from(first), Array.from(second)];
    const [meanX, meanY] = [meanOf(x), meanOf(y)];
    let [covariance, variance] = [0, 0];
    for (const [index, value] of x.entries()) {
      covariance += (value - meanX) * ((y[index] as number) - meanY);
      variance += (value - meanX) ** 2;
    }
    const beta = covariance / variance;
    return { alpha: meanY - beta * meanX, beta };
  },
  /** Whether two series move together, by Engle and Granger's test. */
  areCointegrated: (first: Series, second: Series, cutoff = 0.05): boolean =>
    testCointegration(Array.from(first), Array.from(second)).probability < cutoff,
  /** Every choice of `count` of the values in every order, each value once: jesse's name for permutations. */
  combinationsWithoutRepeat: <T>(values: readonly T[], count = 2): T[][] => {
    if (count === 0) return [[]];
    return values.flatMap((value, index) =>
      utils.combinationsWithoutRepeat(values.toSpliced(index, 1), count - 1).map((rest) => [value, ...rest]),
    );
  },
  zScore: (series: Series): Float64Array => {
    const values = Float64Array.from(series);
    const mean = values.reduce((total, value) => total + value, 0) / values.length;
    const spread = Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length);
    return values.map((value) => (value - mean) / spread);
  },
} as const;

function floorTo(value: number, digits: number): number {
  return Math.floor(value * 10 ** digits) / 10 ** digits;
}

function checkNumbers(...values: number[]): void {
  if (values.some((value) => Number.isNaN(value))) throw new LabError("A size or price is not a number.");
}

function isMonotonic(
  series: Series,
  lookback: number,
  holds: (before: number, now: number) => boolean,
): boolean {
  for (let index = Math.max(1, series.length - lookback + 1); index < series.length; index += 1) {
    if (!holds(series[index - 1] as number, series[index] as number)) return false;
  }
  return true;
}

/** A sum without the last bits that floats add, as jesse's exact helpers give it. */
function roundSum(value: number): number {
  return Number(value.toPrecision(15));
}
