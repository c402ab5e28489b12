import { type ChallengeState, isProfitableDay } from "@/lib/core/challenge/challenge-state";
import { phaseOf } from "@/lib/core/challenge/plan";
import type { Money } from "@/lib/core/decimal";

/**
 * The days that count, from reset to reset, today included, against those that the phase requires: those in
 * which a position was opened or, where the phase has a least profit for a day, those that made it.
 */
export function countTradingDays(
  challenge: ChallengeState,
  balance: Money,
): { done: number; needed: number; isReached: boolean } {
  const { minTradingDays: needed, minDayProfit = null } = phaseOf(challenge.plan, challenge.phase);
  const done =
    minDayProfit === null
      ? challenge.tradingDays
      : challenge.profitableDays + (isProfitableDay(challenge, balance) ? 1 : 0);
  return { done, needed, isReached: done >= needed };
}
