import type { Price } from "@/lib/core/decimal";
import { cancelOrders, closeBySystem } from "@/lib/core/engine/close-by-system";
import { instrumentOf, marketOf, marketOrAt } from "@/lib/core/engine/context";
import { type Draft, emit } from "@/lib/core/engine/draft";
import type { Position } from "@/lib/core/engine/position";

/** Takes a position over: noted with its trigger, settled at the venue's settlement price. */
export function liquidatePosition(draft: Draft, position: Position, trigger: Price): void {
  const market = marketOrAt(draft.context, position.symbol, position.entryPrice);
  const settledAt = draft.context.rules.settlementPrice(draft.state, position, market);
  emit(draft, {
    type: "position-liquidated",
    symbol: position.symbol,
    qty: position.qty,
    trigger,
    settledAt,
    mark: market.mark,
  });
  closeBySystem(draft, position, { purpose: "liquidation", price: settledAt, source: "liquidation" });
}

/**
 * Cross margin: once maintenance has used up the account's equity, all orders are cancelled and positions taken
 * over at their marks, the one with the largest cost first, until the rest is covered again.
 */
export function liquidateAccount(draft: Draft): void {
  const { rules } = draft.context;
  if (!rules.isAccountLiquidated(draft.state, draft.context)) return;
  cancelOrders(draft, "liquidation");
  while (rules.isAccountLiquidated(draft.state, draft.context)) {
    const [first] = [...draft.state.positions].sort((a, b) =>
      a.cost === b.cost ? 0 : a.cost > b.cost ? -1 : 1,
    );
    if (first === undefined) return;
    const mark = marketOf(draft.context, first.symbol)?.mark ?? first.entryPrice;
    liquidatePosition(draft, first, mark);
  }
}

/** Liquidation price of a position under the draft's rules, or null. */
export function findLiquidation(draft: Draft, position: Position): Price | null {
  const instrument = instrumentOf(draft.context, position.symbol);
  return draft.context.rules.liquidationPrice(draft.state, position, instrument);
}
