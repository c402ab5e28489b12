import {
  add,
  type Decimal,
  div,
  type Money,
  max,
  mul,
  notional,
  ONE,
  type Price,
  priceOf,
  sub,
  ZERO,
} from "@/lib/core/decimal";
import type { IsolatedPosition } from "@/lib/core/engine/margin/isolated-position";
import { findRiskTier, type Instrument } from "@/lib/core/engine/positions/instrument";

/**
 * The venue's current isolated formula (engine-reference C.4):
 * long (E·S - E·S/L - extra/(1-taker) - Ded) / (S·(1-MMR)), short (E·S + E·S/L + extra/(1+taker) + Ded) / (S·(1+MMR)).
 */
export function calculateIsolatedLiquidationPrice(
  position: IsolatedPosition & { maintenanceRate: Decimal; deduction: Money; takerRate: Decimal },
): Price {
  const { isLong, qty, maintenanceRate, deduction, takerRate } = position;
  const value = notional(position.entry, qty);
  const initialMargin = div(value, position.leverage);
  const extra = div(position.extraMargin, isLong ? sub(ONE, takerRate) : add(ONE, takerRate));
  const buffer = add(add(initialMargin, extra), deduction);
  const numerator = isLong ? sub(value, buffer) : add(value, buffer);
  return priceOf(numerator, mul(qty, isLong ? sub(ONE, maintenanceRate) : add(ONE, maintenanceRate)));
}

/**
 * Liquidation price by the tier of the position's value at that price; null where it would be zero or less,
 * so that nothing can liquidate the position. Maintenance margin is the maximum over the lines of all tiers,
 * so the search from the entry's tier only raises the price of a long (lowers that of a short); it ends where
 * the tier no longer changes.
 */
export function calculateTieredLiquidationPrice(
  position: IsolatedPosition,
  { tiers, takerRate }: Pick<Instrument, "tiers" | "takerRate">,
): Price | null {
  const { qty } = position;
  let tier = findRiskTier(tiers, notional(position.entry, qty));
  let price = priceIn(tier);
  for (let step = 0; step < tiers.length; step += 1) {
    const next = findRiskTier(tiers, notional(max(price, ZERO), qty));
    if (next === tier) break;
    tier = next;
    price = priceIn(tier);
  }
  return price > 0n ? price : null;

  function priceIn(at: typeof tier): Price {
    const { maintenanceRate = ZERO, deduction = ZERO } = at ?? {};
    return calculateIsolatedLiquidationPrice({ ...position, maintenanceRate, deduction, takerRate });
  }
}
