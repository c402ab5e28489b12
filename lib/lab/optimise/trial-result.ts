import type { TrialValues } from "@/lib/lab/optimise/choose-trials";
import type { Simulation } from "@/lib/lab/run/simulation";

/** One set of values over the whole period: its trades, and the return of each day as a fraction. */
export type TrialResult = { values: TrialValues; trades: number; returns: readonly number[] };

export function toTrialResult(values: TrialValues, { trades, dailyBalances }: Simulation): TrialResult {
  const returns = dailyBalances.slice(1).map((balance, day) => balance / (dailyBalances[day] as number) - 1);
  return { values, trades: trades.length, returns };
}
