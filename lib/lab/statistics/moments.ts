/** Mean of the values; NaN for none. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index] as number;
  return sum / values.length;
}

/** Sample deviation (n - 1). */
export function deviationOf(values: ArrayLike<number>): number {
  const mean = meanOf(values);
  return Math.sqrt(centralSum(values, mean, 2) / (values.length - 1));
}

/** Skewness and raw kurtosis (3 for a normal distribution) of the values, as population moments. */
export function shapeOf(values: ArrayLike<number>): { skew: number; kurtosis: number } {
  const mean = meanOf(values);
  const count = values.length;
  const variance = centralSum(values, mean, 2) / count;
  return {
    skew: centralSum(values, mean, 3) / count / variance ** 1.5,
    kurtosis: centralSum(values, mean, 4) / count / variance ** 2,
  };
}

/** Mean over deviation, per observation; zero where nothing varies. */
export function sharpeOf(values: ArrayLike<number>): number {
  const deviation = deviationOf(values);
  return deviation > 0 ? meanOf(values) / deviation : 0;
}

/** The middle value, or the mean of the two middle ones; null for none. */
export function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle] as number;
  return ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

function centralSum(values: ArrayLike<number>, mean: number, power: number): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += ((values[index] as number) - mean) ** power;
  return sum;
}
