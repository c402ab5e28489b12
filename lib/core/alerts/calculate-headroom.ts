import { calculateChallengeStatus } from "@/lib/core/challenge/challenge-status";
import { type Money, min } from "@/lib/core/decimal";
import { type Context, marketOf } from "@/lib/core/engine/context";
import { calculateEquity } from "@/lib/core/engine/state/equity";
import type { PortfolioState } from "@/lib/core/engine/state/state";

/**
 * Equity above the nearest loss limit of a running challenge, quote currency; null without a limit, and while
 * the mark of a position is unknown.
 */
export function calculateHeadroom(state: PortfolioState, context: Context): Money | null {
  if (state.challenge === null || state.lock !== null) return null;
  if (state.positions.some(({ symbol }) => marketOf(context, symbol) === null)) return null;
  const equity = calculateEquity(state, context);
  const now = { balance: state.balance, equity, hasPosition: state.positions.length > 0 };
  const { headroomToday, headroomOverall } = calculateChallengeStatus(state.challenge, now);
  if (headroomToday === null || headroomOverall === null) return headroomToday ?? headroomOverall;
  return min(headroomToday, headroomOverall);
}
