import type { ChallengeState } from "@/lib/core/challenge/challenge-state";
import { phaseOf } from "@/lib/core/challenge/plan";

/** Days in which a position was opened, from reset to reset, against those that the phase requires. */
export function countTradingDays(prop: ChallengeState): { done: number; needed: number; isReached: boolean } {
  const needed = phaseOf(prop.plan, prop.phase).minTradingDays;
  return { done: prop.tradingDays, needed, isReached: prop.tradingDays >= needed };
}
