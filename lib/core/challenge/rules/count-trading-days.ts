import { type ChallengeState, isProfitableDay } from "@/lib/core/challenge/challenge-state";
import { phaseOf } from "@/lib/core/challenge/plan";
import type { Money } from "@/lib/core/decimal";

/**
 * The days that count, from reset to reset, today included, against those that the phase requires: those in
 * which a position was opened or, where the phase has a least profit for a day, those that made it.
 */
export function countTradingDays(
  prop: ChallengeState,
  balance: Money,
): { done: number; needed: number; isReached: boolean } {
  const { minTradingDays: needed, minDayProfit = null } = phaseOf(prop.plan, prop.phase);
  const done =
    minDayProfit === null ? prop.tradingDays : prop.profitableDays + (isProfitableDay(prop, balance) ? 1 : 0);
  return { done, needed, isReached: done >= needed };
}
