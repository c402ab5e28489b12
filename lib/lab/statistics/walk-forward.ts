import { meanOf, sharpeOf } from "@/lib/lab/statistics/moments";

/** One step: the trial that was best in training, and its Sharpe ratios (per period) there and after it. */
export type WalkForwardStep = { trial: number; trainSharpe: number; testSharpe: number };

/**
 * `stitched` are the returns of all test windows in order; `efficiency` test over training, mean by mean, null where
 * the trainings lost: two losses give a fine ratio.
 */
export type WalkForward = {
  steps: WalkForwardStep[];
  stitched: number[];
  sharpe: number;
  /** t-statistic of the stitched mean. */
  t: number;
  efficiency: number | null;
};

/**
 * Chooses the best trial in each training window and takes its returns in the window after it. `rows` are
 * periods, oldest first, with the returns of all trials.
 */
export function walkForward(
  rows: readonly (readonly number[])[],
  { train, test }: { train: number; test: number },
): WalkForward {
  const trials = rows[0]?.length ?? 0;
  const columnOf = (from: number, to: number, trial: number) =>
    rows.slice(from, to).map((row) => row[trial] as number);
  const steps: WalkForwardStep[] = [];
  const stitched: number[] = [];
  for (let from = 0; from + train + test <= rows.length; from += test) {
    const middle = from + train;
    const scores = Array.from({ length: trials }, (_, trial) => sharpeOf(columnOf(from, middle, trial)));
    const trainSharpe = Math.max(...scores);
    const trial = scores.indexOf(trainSharpe);
    const out = columnOf(middle, middle + test, trial);
    steps.push({ trial, trainSharpe, testSharpe: sharpeOf(out) });
    stitched.push(...out);
  }
  const sharpe = sharpeOf(stitched);
  return {
    steps,
    stitched,
    sharpe,
    t: sharpe * Math.sqrt(stitched.length),
    efficiency: meanOf(steps.map((step) => step.trainSharpe)) > 0 ? walkForwardEfficiency(steps) : null,
  };
}

/** Mean of the tests over the mean of the trainings. Two negative means give a fine ratio: read both. */
export function walkForwardEfficiency(
  steps: readonly Pick<WalkForwardStep, "trainSharpe" | "testSharpe">[],
): number {
  return meanOf(steps.map((step) => step.testSharpe)) / meanOf(steps.map((step) => step.trainSharpe));
}
