import type { ChallengeState } from "@/lib/core/challenge/challenge-state";
import type { ChallengeMoment } from "@/lib/core/challenge/dashboard/replay-challenge";
import { type Decimal, div, type Money, max, sub, sum } from "@/lib/core/decimal";
import { type Figure, figure, noFigure } from "@/lib/core/stats/figure";

/** One day of a phase, from reset to reset. Quote currency. */
export type ChallengeDay = {
  startMs: number;
  endMs: number;
  /** Balance at its start. */
  balance: Money;
  /** Change of the balance: closed results, fees and funding. */
  profit: Money;
  isTraded: boolean;
};

/**
 * The days of a phase, oldest first. `shown` is its state now, whose day may have begun without an event.
 */
export function listChallengeDays(
  moments: readonly ChallengeMoment[],
  shown: { challenge: ChallengeState; balance: Money },
): ChallengeDay[] {
  const days = new Map<number, ChallengeDay>();
  for (const { challenge, balance } of [...moments, shown]) {
    const { startMs, endMs, balance: opening, isTraded } = challenge.day;
    days.set(startMs, { startMs, endMs, balance: opening, profit: sub(balance, opening), isTraded });
  }
  return [...days.values()].sort((a, b) => a.startMs - b.startMs);
}

/** Profit of the best day ÷ profit of all days. */
export function calculateBestDayShareOf(days: readonly ChallengeDay[]): Figure<Decimal> {
  const profits = days.map(({ profit }) => profit);
  const total = sum(profits);
  if (total <= 0n) return noFigure("no_profit");
  return figure(div<Decimal>(profits.reduce(max), total));
}
