import { type Decimal, formatDecimal, ONE } from "@/lib/core/decimal";

/**
 * The float nearest to a decimal, as Python reads its text: `core`'s `toNumber` may be off by its last bit,
 * which moves a price off the tick that it stands on.
 */
export function toNearestNumber(value: Decimal): number {
  const unit = ONE as bigint;
  return value % unit === 0n ? Number(value / unit) : Number(formatDecimal(value));
}
