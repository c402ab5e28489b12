import { type Decimal, isMultipleOf, ONE } from "@/lib/core/decimal";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";

/**
 * The reason why no symbol can have this leverage, whatever its limits, or null. A step of zero means no
 * step.
 */
export function checkLeverage(leverage: Decimal, step: Decimal): RejectReason | null {
  if (leverage < ONE) return "leverage_below_min";
  return isMultipleOf(leverage, step) ? null : "leverage_off_step";
}
