import { phaseOf } from "@/lib/core/challenge/plan";
import type { PropState } from "@/lib/core/challenge/prop-state";

/** Days in which a position was opened, from reset to reset, against those that the phase asks for. */
export function countTradingDays(prop: PropState): { done: number; needed: number; isReached: boolean } {
  const needed = phaseOf(prop.plan, prop.phase).minTradingDays;
  return { done: prop.tradingDays, needed, isReached: prop.tradingDays >= needed };
}
