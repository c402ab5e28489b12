import { abs, type Price, type Qty, sub } from "@/lib/core/decimal";
import { type Context, type Draft, instrumentOf, marketOf, marketOrAt } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import { listLiquidationBasis } from "@/lib/core/engine/margin/liquidation-basis";
import { calculateInsuranceChange } from "@/lib/core/engine/margin/settlement";
import { cancelAllOrders, closeBySystem } from "@/lib/core/engine/orders/close-by-system";
import type { Order } from "@/lib/core/engine/orders/order";
import { closingSide, isLong, type Position } from "@/lib/core/engine/positions/position";
import { nameSide, type PortfolioState } from "@/lib/core/engine/state/state";

/**
 * One step of a liquidation, in the venue's order: orders that would increase the position are cancelled; a
 * position in a higher risk tier is reduced at the mark to the limit of the next lower one; in the lowest
 * tier, or where the mark is beyond the settlement price already, the whole position is taken over at the
 * settlement price.
 */
export function liquidatePosition(draft: Draft, position: Position, trigger: Price): void {
  const { rules } = draft.context;
  if (rules.cancelsIncreasingOnLiquidation) cancelIncreasing(draft, position);
  const { state, context } = draft;
  const { mark } = marketOrAt(context, position.symbol, position.entryPrice);
  const { qty, settledAt } = planTakeover(state, position, context);
  emit(draft, {
    type: "position-liquidated",
    symbol: position.symbol,
    ...nameSide(state, position),
    qty: signed(position, qty),
    remaining: signed(position, sub(abs(position.qty), qty)),
    trigger,
    settledAt,
    mark,
    insurance: calculateInsuranceChange({ isLong: isLong(position), qty, settledAt, execution: mark }),
    basis: listLiquidationBasis(state, position, { context, trigger }),
  });
  closeBySystem(draft, position, { purpose: "liquidation", price: settledAt, source: "liquidation", qty });
}

/**
 * Cross margin: once maintenance exceeds the account's equity, all orders are cancelled and positions reduced
 * or taken over, largest cost first, until the rest is covered. The insurance fund pays what the account
 * can't: equity ends at zero or more.
 */
export function liquidateAccount(draft: Draft): void {
  const { rules } = draft.context;
  if (!rules.isAccountLiquidated(draft.state, draft.context)) return;
  cancelAllOrders(draft, "liquidation");
  while (rules.isAccountLiquidated(draft.state, draft.context)) {
    const first = findCostliest(draft.state.positions);
    if (first === null) return;
    const mark = marketOf(draft.context, first.symbol)?.mark ?? first.entryPrice;
    liquidatePosition(draft, first, mark);
  }
}

/**
 * The position that a cross account's liquidation takes first: the one of the largest cost, on a tie the
 * older one.
 */
export function findCostliest(positions: readonly Position[]): Position | null {
  return positions.reduce<Position | null>(
    (first, one) => (first === null || one.cost > first.cost ? one : first),
    null,
  );
}

/** Liquidation price of a position under the draft's rules, or null. */
export function calculateLiquidation(draft: Draft, position: Position): Price | null {
  const instrument = instrumentOf(draft.context, position.symbol);
  return draft.context.rules.liquidationPrice(draft.state, position, instrument);
}

/** Quantity and price of one liquidation step. */
export function planTakeover(
  state: PortfolioState,
  position: Position,
  context: Context,
): { qty: Qty; settledAt: Price } {
  const { rules } = context;
  const { mark } = marketOrAt(context, position.symbol, position.entryPrice);
  const part = rules.stepDownQty(position, mark, instrumentOf(context, position.symbol));
  if (part !== null) {
    const bankruptcy = rules.settlementPrice(state, position, context, part);
    const isCovered = isLong(position) ? mark >= bankruptcy : mark <= bankruptcy;
    if (isCovered) return { qty: part, settledAt: mark };
  }
  return { qty: abs(position.qty), settledAt: rules.settlementPrice(state, position, context) };
}

function cancelIncreasing(draft: Draft, position: Position): void {
  for (const order of draft.state.orders) {
    if (isIncreasing(position, order))
      emit(draft, { type: "order-cancelled", orderId: order.id, reason: "liquidation" });
  }
}

/** Whether an order would increase the position. */
export function isIncreasing(position: Position, { symbol, side, reduceOnly }: Order): boolean {
  return symbol === position.symbol && !reduceOnly && side !== closingSide(position);
}

function signed(position: Position, qty: Qty): Qty {
  return (isLong(position) ? qty : -qty) as Qty;
}
