import {
  add,
  type Decimal,
  type Money,
  max,
  min,
  mul,
  neg,
  notional,
  type Price,
  type Qty,
  sub,
} from "@/lib/core/decimal";

/** The damper inside the funding formula: ±0.05 %. */
const DAMPER = 500_000_000_000_000n as Decimal;

/** Change of the trader's balance: signed quantity × mark × rate, paid by longs when the rate is positive. */
export function calculateFundingChange(position: { qty: Qty; mark: Price; rate: Decimal }): Money {
  return neg(mul(notional(position.mark, position.qty), position.rate));
}

/**
 * F = clamp(P + clamp(I - P, ±0.05 %), ±cap): fractions for one interval.
 *
 * @internal
 */
export function calculateFundingRate(input: { premium: Decimal; interest: Decimal; cap: Decimal }): Decimal {
  const damped = clamp(sub(input.interest, input.premium), DAMPER);
  return clamp(add(input.premium, damped), input.cap);
}

function clamp(value: Decimal, bound: Decimal): Decimal {
  return max(neg(bound), min(value, bound));
}
