import { add, type Money, mulDiv, notional, type Price, type Qty, sub, sum, ZERO } from "@/lib/core/decimal";
import type { Side } from "@/lib/core/engine/orders/order";

/** The unfilled part of an order that may open a position. */
export type OpeningOrder = { side: Side; qty: Qty; price: Price };

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
