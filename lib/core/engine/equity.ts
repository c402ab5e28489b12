import { abs, add, type Money, notional } from "@/lib/core/decimal";
import { type Context, marketOf } from "@/lib/core/engine/context";
import { unrealisedPnl } from "@/lib/core/engine/position";
import type { PortfolioState } from "@/lib/core/engine/state";

/** Balance + open profit at mark; in spot, balance + holdings at mark. A position without a mark counts at entry. */
export function findEquity(state: PortfolioState, context: Context): Money {
  let equity = state.balance;
  for (const position of state.positions) {
    const mark = marketOf(context, position.symbol)?.mark ?? position.entryPrice;
    const value = state.kind === "spot" ? notional(mark, abs(position.qty)) : unrealisedPnl(position, mark);
    equity = add(equity, value);
  }
  return equity;
}
