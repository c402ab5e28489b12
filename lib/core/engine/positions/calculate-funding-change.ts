import { type Decimal, type Money, mul, neg, notional, type Price, type Qty } from "@/lib/core/decimal";

/** Change of the trader's balance: signed quantity × mark × rate, paid by longs when the rate is positive. */
export function calculateFundingChange(position: { qty: Qty; mark: Price; rate: Decimal }): Money {
  return neg(mul(notional(position.mark, position.qty), position.rate));
}
