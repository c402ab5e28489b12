import { add, type Money, sub, ZERO } from "@/lib/core/decimal";
import { apply } from "@/lib/core/engine/apply";
import { type Context, marketOf } from "@/lib/core/engine/context";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { calculateEquity } from "@/lib/core/engine/state/equity";
import type { PortfolioState } from "@/lib/core/engine/state/state";

/**
 * Equity after a decision that changed the balance, quote currency. `flow` is the part of its change that was
 * added (positive) or removed without trading: an opening, an adjustment, a reset, the raise of a challenge's balance.
 */
export type EquitySnapshot = { seq: number; atMs: number; equity: Money; balance: Money; flow: Money };

const BOOKINGS: ReadonlySet<PortfolioEvent["type"]> = new Set([
  "portfolio-opened",
  "order-filled",
  "funding-settled",
  "balance-adjusted",
  "portfolio-reset",
]);

/**
 * The snapshot of a decision, or null when it changed no balance. Where a position has no mark its open
 * profit is unknown: then there is no snapshot either, except for a decision with a flow, which the series
 * needs.
 */
export function recordEquitySnapshot(
  change: { before: PortfolioState; after: PortfolioState; events: readonly PortfolioEvent[] },
  context: Context,
): EquitySnapshot | null {
  const { before, after, events } = change;
  const last = events.at(-1);
  if (last === undefined) return null;
  if (after.balance === before.balance && !events.some(({ type }) => BOOKINGS.has(type))) return null;
  const flow = sumFlows(before, events);
  const isMarked = after.positions.every(({ symbol }) => marketOf(context, symbol) !== null);
  if (!isMarked && flow === 0n) return null;
  return {
    seq: after.seq,
    atMs: last.atMs,
    equity: calculateEquity(after, context),
    balance: after.balance,
    flow,
  };
}

function sumFlows(before: PortfolioState, events: readonly PortfolioEvent[]): Money {
  let flow: Money = ZERO;
  let state = before;
  let applied = 0;
  for (const [index, event] of events.entries()) {
    if (event.type === "balance-adjusted" || event.type === "challenge-scaled")
      flow = add(flow, event.amount);
    if (event.type !== "portfolio-opened" && event.type !== "portfolio-reset") continue;
    // A reset comes after its own closes, so that equity before it is the balance.
    for (; applied < index; applied += 1) state = apply(state, events[applied] as PortfolioEvent);
    flow = add(flow, sub(event.opening, state.balance));
  }
  return flow;
}
