import type { SeenMark } from "@/lib/core/challenge/seen-mark";
import { abs, add, type Money, min, notional, type Price } from "@/lib/core/decimal";
import { type Context, isMarkFresh, isWalkedTo, marketOf } from "@/lib/core/engine/context";
import { type Position, unrealisedPnl } from "@/lib/core/engine/positions/position";
import type { PortfolioState } from "@/lib/core/engine/state/state";

/**
 * Balance + open profit at mark; in spot, balance + holdings at mark. An old mark counts as the newest one
 * known, and a position without any mark counts at its entry. Quote currency.
 */
export function calculateEquity(state: PortfolioState, context: Context): Money {
  return state.positions.reduce(
    (equity, position) => add(equity, valueAt(state, position, seeMark(position, context).mark)),
    state.balance,
  );
}

/**
 * Equity verified by fresh marks: a position with an old or missing mark counts its loss but no profit. Upper
 * bound for raising a trailing rule. Quote currency.
 */
export function calculateVerifiedEquity(state: PortfolioState, context: Context): Money {
  return state.positions.reduce(
    (equity, position) => add(equity, verifiedValue(state, position, seeMark(position, context))),
    state.balance,
  );
}

/** The mark that each open position is valued at, with the tick behind it and whether that tick is old. */
export function listMarks(state: PortfolioState, context: Context): SeenMark[] {
  return state.positions.map((position) => seeMark(position, context));
}

/**
 * Whether the symbol has a current mark with the price path walked up to it; the point of a path that is
 * being walked counts as one.
 */
export function hasFreshMark(context: Context, symbol: string): boolean {
  if (context.at?.symbol === symbol) return true;
  const market = marketOf(context, symbol);
  return market !== null && isMarkFresh(context, market) && isWalkedTo(context, market, market.tickMs);
}

function seeMark({ symbol, qty, entryPrice }: Position, context: Context): SeenMark {
  const market = marketOf(context, symbol);
  const { mark, tickMs, tickSeq } = market ?? { mark: entryPrice, tickMs: 0, tickSeq: 0 };
  return { symbol, qty, entryPrice, mark, tickMs, tickSeq, isStale: !hasFreshMark(context, symbol) };
}

/**
 * A position's contribution to equity at a mark: its open profit, in spot the holding itself. Quote currency.
 */
export function valueAt(state: PortfolioState, position: Position, mark: Price): Money {
  return state.kind === "spot" ? notional(mark, abs(position.qty)) : unrealisedPnl(position, mark);
}

function verifiedValue(state: PortfolioState, position: Position, seen: SeenMark): Money {
  const value = valueAt(state, position, seen.mark);
  return seen.isStale ? min(value, valueAt(state, position, position.entryPrice)) : value;
}
