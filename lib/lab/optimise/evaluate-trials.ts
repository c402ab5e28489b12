import type { TrialResult } from "@/lib/lab/optimise/trial-result";
import { deflatedSharpe } from "@/lib/lab/statistics/deflated-sharpe";
import { deviationOf, shapeOf, sharpeOf } from "@/lib/lab/statistics/moments";
import { type OverfitProbability, overfitProbability } from "@/lib/lab/statistics/overfit-probability";
import { type WalkForward, walkForward } from "@/lib/lab/statistics/walk-forward";

const DAYS_A_YEAR = 365;
/** The first part of the days chooses, the rest tests what was chosen. */
export const TRAIN_SHARE = 0.7;
/** Walk-forward: steps over the whole period, the training three times as long as the test. */
const WALK_STEPS = 5;
const TRAIN_TESTS = 3;
const MOST_BLOCKS = 8;
/** Days that a part needs for its Sharpe ratio to say anything. */
const LEAST_DAYS = 2;

/** A trial with its yearly Sharpe ratios and returns (as fractions) in training and test. */
export type RankedTrial = TrialResult & {
  index: number;
  trainSharpe: number;
  testSharpe: number;
  trainReturn: number;
  testReturn: number;
};

/** What an optimisation is worth. Parts are null where the period is too short or one trial was made. */
export type Optimisation = {
  trainDays: number;
  testDays: number;
  /** Best training first. */
  ranked: RankedTrial[];
  /** Of the best trial's training: the Sharpe ratio that luck alone gives, a year, and the chance that it is better. */
  deflated: { benchmark: number; probability: number } | null;
  overfit: OverfitProbability | null;
  walk: WalkForward | null;
};

/** Ranks the trials by the first part of the days and shows the rest beside it. `tried` counts earlier tries too. */
export function evaluateTrials(trials: readonly TrialResult[], tried = trials.length): Optimisation {
  const days = trials[0]?.returns.length ?? 0;
  const trainDays = Math.floor(days * TRAIN_SHARE);
  const ranked = trials
    .map((trial, index) => rankTrial(trial, index, trainDays))
    .sort((a, b) => b.trainSharpe - a.trainSharpe || a.index - b.index);
  const rows = Array.from({ length: days }, (_, day) => trials.map(({ returns }) => returns[day] as number));
  return {
    trainDays,
    testDays: days - trainDays,
    ranked,
    deflated: deflate(ranked, { trainDays, tried }),
    overfit: measureOverfit(rows),
    walk: measureWalk(rows),
  };
}

function rankTrial(trial: TrialResult, index: number, trainDays: number): RankedTrial {
  const [train, test] = [trial.returns.slice(0, trainDays), trial.returns.slice(trainDays)];
  return {
    ...trial,
    index,
    trainSharpe: sharpeOf(train) * Math.sqrt(DAYS_A_YEAR),
    testSharpe: sharpeOf(test) * Math.sqrt(DAYS_A_YEAR),
    trainReturn: compound(train),
    testReturn: compound(test),
  };
}

function deflate(
  ranked: readonly RankedTrial[],
  { trainDays, tried }: { trainDays: number; tried: number },
): Optimisation["deflated"] {
  const [best] = ranked;
  if (best === undefined || ranked.length < 2 || trainDays <= LEAST_DAYS) return null;
  const train = best.returns.slice(0, trainDays);
  const sharpes = ranked.map(({ returns }) => sharpeOf(returns.slice(0, trainDays)));
  const shape = shapeOf(train);
  if (!Number.isFinite(shape.kurtosis)) return null;
  const { benchmark, probability } = deflatedSharpe(
    { sharpe: sharpeOf(train), count: trainDays, ...shape },
    { trials: tried, variance: deviationOf(sharpes) ** 2 },
  );
  return { benchmark: benchmark * Math.sqrt(DAYS_A_YEAR), probability };
}

function measureOverfit(rows: readonly (readonly number[])[]): OverfitProbability | null {
  const blocks = Math.min(MOST_BLOCKS, Math.floor(rows.length / LEAST_DAYS / 2) * 2);
  if (blocks < 4 || (rows[0]?.length ?? 0) < 2) return null;
  return overfitProbability(rows, blocks, sharpeOf);
}

function measureWalk(rows: readonly (readonly number[])[]): WalkForward | null {
  const test = Math.floor(rows.length / (WALK_STEPS + TRAIN_TESTS));
  if (test < LEAST_DAYS || (rows[0]?.length ?? 0) < 2) return null;
  return walkForward(rows, { train: TRAIN_TESTS * test, test });
}

function compound(returns: readonly number[]): number {
  return returns.reduce((value, one) => value * (1 + one), 1) - 1;
}
