import { abs, type Price, type Qty, sub } from "@/lib/core/decimal";
import { cancelOrders, closeBySystem } from "@/lib/core/engine/close-by-system";
import { instrumentOf, marketOf, marketOrAt } from "@/lib/core/engine/context";
import { type Draft, emit } from "@/lib/core/engine/draft";
import { findInsuranceChange } from "@/lib/core/engine/liquidation";
import { closingSide, isLong, type Position } from "@/lib/core/engine/position";

/**
 * One step of a liquidation, as the venue takes it: orders that would increase the position are cancelled; a position
 * in a higher risk tier is reduced at the mark to the limit of the next lower one; in the lowest tier, or where the
 * mark is beyond the settlement price already, the whole is taken over at the settlement price.
 */
export function liquidatePosition(draft: Draft, position: Position, trigger: Price): void {
  const { rules } = draft.context;
  if (rules.cancelsIncreasingOnLiquidation) cancelIncreasing(draft, position);
  const { mark } = marketOrAt(draft.context, position.symbol, position.entryPrice);
  const part = findPart(draft, position, mark);
  const size = abs(position.qty);
  const qty = part ?? size;
  const settledAt = part === null ? rules.settlementPrice(draft.state, position, draft.context) : mark;
  emit(draft, {
    type: "position-liquidated",
    symbol: position.symbol,
    qty: signed(position, qty),
    remaining: signed(position, sub(size, qty)),
    trigger,
    settledAt,
    mark,
    insurance: findInsuranceChange({ isLong: isLong(position), qty, settledAt, execution: mark }),
  });
  closeBySystem(draft, position, { purpose: "liquidation", price: settledAt, source: "liquidation", qty });
}

/**
 * Cross margin: once maintenance has used up the account's equity, all orders are cancelled and positions reduced or
 * taken over, the one with the largest cost first, until the rest is covered again. What the account can't pay, the
 * insurance fund does: equity ends at zero at the worst.
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

/** The part that a step down to the next lower tier closes; null where everything is taken over. */
function findPart(draft: Draft, position: Position, mark: Price): Qty | null {
  const { rules } = draft.context;
  const part = rules.stepDownQty(position, mark, instrumentOf(draft.context, position.symbol));
  if (part === null) return null;
  const settledAt = rules.settlementPrice(draft.state, position, draft.context, part);
  const isCovered = isLong(position) ? mark >= settledAt : mark <= settledAt;
  return isCovered ? part : null;
}

function cancelIncreasing(draft: Draft, position: Position): void {
  for (const { id, symbol, side, reduceOnly } of draft.state.orders) {
    if (symbol !== position.symbol || reduceOnly || side === closingSide(position)) continue;
    emit(draft, { type: "order-cancelled", orderId: id, reason: "liquidation" });
  }
}

function signed(position: Position, qty: Qty): Qty {
  return (isLong(position) ? qty : -qty) as Qty;
}
