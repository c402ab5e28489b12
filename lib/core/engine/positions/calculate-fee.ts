import { type Decimal, type Money, mul, notional, type Price, type Qty } from "@/lib/core/decimal";

/** Fee of one trade: quantity × price × rate, in quote currency. */
export function calculateFee(trade: { qty: Qty; price: Price; rate: Decimal }): Money {
  return mul(notional(trade.price, trade.qty), trade.rate);
}
