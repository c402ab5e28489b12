import { abs, type Decimal, type Money, type Price, ratio, sub } from "@/lib/core/decimal";

/** Distance of a mark from a liquidation price, as a fraction of the mark. */
export function distanceToLiquidation(mark: Price, liquidation: Price): Decimal {
  return ratio(abs(sub(mark, liquidation)), mark);
}

/** Whether a mark is within `percent` of a liquidation price. */
export function isLiquidationNear(mark: Price, liquidation: Price, percent: Decimal): boolean {
  return mark > 0n && distanceToLiquidation(mark, liquidation) * 100n <= percent;
}

/** Whether the headroom above the nearest loss limit is at most `amount`. */
export function isHeadroomNear(headroom: Money, amount: Decimal): boolean {
  return headroom <= amount;
}
