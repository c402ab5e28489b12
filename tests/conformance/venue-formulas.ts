import {
  add,
  type Decimal,
  div,
  type Money,
  max,
  min,
  mul,
  neg,
  notional,
  type Price,
  priceOf,
  sub,
} from "@/lib/core/decimal";
import type { IsolatedPosition } from "@/lib/core/engine/margin/isolated-position";

/** Formulas of the venue's cases that the product does not compute: it receives mark and funding rate from the venue. */

/** The damper inside the funding formula: ±0.05 %. */
const DAMPER = 500_000_000_000_000n as Decimal;

/** The isolated liquidation price until 2 September 2025: E ∓ (IM - MM)/S ∓ extra/S. */
export function calculateLegacyLiquidationPrice(position: IsolatedPosition & { maintenanceRate: Decimal }): {
  initialMargin: Money;
  maintenanceMargin: Money;
  price: Price;
} {
  const value = notional(position.entry, position.qty);
  const initialMargin = div(value, position.leverage);
  const maintenanceMargin = mul(value, position.maintenanceRate);
  const buffer = add(sub(initialMargin, maintenanceMargin), position.extraMargin);
  const distance = priceOf(buffer, position.qty);
  const price = position.isLong ? sub(position.entry, distance) : add(position.entry, distance);
  return { initialMargin, maintenanceMargin, price };
}

/** The mark: the median of the venue's two estimates and the last price. */
export function calculateMarkPrice(prices: { estimate1: Price; estimate2: Price; last: Price }): Price {
  const { estimate1: a, estimate2: b, last: c } = prices;
  return max(min(a, b), min(max(a, b), c));
}

/** F = clamp(P + clamp(I - P, ±0.05 %), ±cap): fractions for one interval. */
export function calculateFundingRate(input: { premium: Decimal; interest: Decimal; cap: Decimal }): Decimal {
  const damped = clamp(sub(input.interest, input.premium), DAMPER);
  return clamp(add(input.premium, damped), input.cap);
}

function clamp(value: Decimal, bound: Decimal): Decimal {
  return max(neg(bound), min(value, bound));
}
