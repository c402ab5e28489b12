import type { Decimal } from "@/lib/core/decimal";

const FRACTION_DIGITS = 18;

/** Rounds towards negative infinity to 10^-digits, as jesse does; `digits` may be negative for tens and hundreds. */
export function floorToDigits<T extends Decimal>(value: T, digits: number): T {
  const step = 10n ** BigInt(FRACTION_DIGITS - digits);
  const down = value - (value % step);
  return (value < 0n && down !== value ? down - step : down) as T;
}
