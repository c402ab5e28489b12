import { normalCdf, normalQuantile } from "@/lib/lab/statistics/normal";

const EULER = 0.5772156649015329;

/** Sharpe ratio per observation, with the shape of the returns; `kurtosis` is raw, 3 for a normal distribution. */
export type SharpeSample = { sharpe: number; count: number; skew: number; kurtosis: number };

/**
 * Expected maximum of `trials` independent standard normal values: what the best of so many worthless
 * strategies shows. Zero for one trial. (Bailey and López de Prado, "The Deflated Sharpe Ratio", 2014)
 */
export function expectedBest(trials: number): number {
  if (trials <= 1) return 0;
  return (1 - EULER) * normalQuantile(1 - 1 / trials) + EULER * normalQuantile(1 - 1 / (trials * Math.E));
}

/** Probability that the true Sharpe ratio lies above `benchmark`, both per observation. */
export function probabilisticSharpe(
  { sharpe, count, skew, kurtosis }: SharpeSample,
  benchmark: number,
): number {
  const spread = spreadOf({ sharpe, skew, kurtosis });
  return normalCdf(((sharpe - benchmark) * Math.sqrt(count - 1)) / Math.sqrt(spread));
}

/**
 * Probability that the best of several tries is better than luck: the probabilistic Sharpe ratio above the
 * expected best of `trials` tries whose Sharpe ratios have the variance `variance`, per observation.
 */
export function deflatedSharpe(
  sample: SharpeSample,
  tries: { trials: number; variance: number },
): { benchmark: number; probability: number } {
  const benchmark = Math.sqrt(tries.variance) * expectedBest(tries.trials);
  return { benchmark, probability: probabilisticSharpe(sample, benchmark) };
}

/**
 * Observations after which a Sharpe ratio above `benchmark` is shown with the confidence `confidence`.
 *
 * @internal
 */
export function minimumTrackRecord(
  { sharpe, skew, kurtosis }: Omit<SharpeSample, "count">,
  benchmark: number,
  confidence = 0.95,
): number {
  return 1 + spreadOf({ sharpe, skew, kurtosis }) * (normalQuantile(confidence) / (sharpe - benchmark)) ** 2;
}

/**
 * Years of history below which the best of `trials` tries has this yearly Sharpe ratio from noise alone.
 *
 * @internal
 */
export function minimumBacktestYears(trials: number, yearlySharpe: number): number {
  return (expectedBest(trials) / yearlySharpe) ** 2;
}

function spreadOf({ sharpe, skew, kurtosis }: Omit<SharpeSample, "count">): number {
  return 1 - skew * sharpe + ((kurtosis - 1) / 4) * sharpe ** 2;
}
