import { abs, type Money, type Price } from "@/lib/core/decimal";
import { calculateLargestValue, type OpeningOrder } from "@/lib/core/engine/matching/largest-value";
import { type Order, remainingQty, type Side, workingPrice } from "@/lib/core/engine/orders/order";
import { isLong } from "@/lib/core/engine/positions/position";
import { isHedged } from "@/lib/core/engine/state/hedge";
import { findPosition, type PortfolioState } from "@/lib/core/engine/state/state";

/**
 * `calculateLargestValue` for a portfolio's symbol, waiting orders included. `last` values an order without a price;
 * `added` is a new order.
 */
export function calculateLargestValueOf(
  state: PortfolioState,
  at: { symbol: string; side: Side; last: Price | null; added?: Order },
): Money {
  const side = at.side === "buy" ? "long" : "short";
  const position = findPosition(state, at.symbol, isHedged(state, at.symbol) ? side : undefined);
  const orders = at.added ? [...state.orders, at.added] : state.orders;
  const opening = orders.flatMap((order): OpeningOrder[] => {
    const price = workingPrice(order) ?? at.last;
    if (order.symbol !== at.symbol || order.reduceOnly || price === null) return [];
    return [{ side: order.side, qty: remainingQty(order), price }];
  });
  const before = position && { isLong: isLong(position), qty: abs(position.qty), cost: position.cost };
  return calculateLargestValue(before, opening, at.side);
}
