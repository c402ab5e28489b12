import {
  abs,
  add,
  type Money,
  mulDiv,
  notional,
  type Price,
  type Qty,
  sub,
  sum,
  ZERO,
} from "@/lib/core/decimal";
import { type Order, remainingQty, type Side, workingPrice } from "@/lib/core/engine/orders/order";
import { isLong } from "@/lib/core/engine/positions/position";
import { isHedged } from "@/lib/core/engine/state/hedge";
import { findPosition, type PortfolioState } from "@/lib/core/engine/state/state";

/** The unfilled part of an order that may open a position. */
type OpeningOrder = { side: Side; qty: Qty; price: Price };

/**
 * The value of the position once all orders of one side have filled, by which the venue chooses the risk
 * tier. Orders against the position close it first. Quote currency.
 */
export function calculateLargestValue(
  position: { isLong: boolean; qty: Qty; cost: Money } | null,
  orders: readonly OpeningOrder[],
  side: Side,
): Money {
  const own = orders.filter((order) => order.side === side);
  const value = sum(own.map(({ price, qty }) => notional(price, qty)));
  if (position === null) return value;
  if (position.isLong === (side === "buy")) return add(position.cost, value);
  const qty = sum(own.map((order) => order.qty));
  const opened = sub(qty, position.qty);
  return opened <= 0n ? ZERO : mulDiv(value, { numerator: opened, denominator: qty });
}

/**
 * The same for a portfolio's symbol, waiting orders included. `last` values an order without a price; `added`
 * is a new order.
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
