import { type Decimal, formatDecimal } from "@/lib/core/decimal";

/**
 * Quantities and money of a run are multiplied by this power of ten inside the engine: jesse's quantities are floats, and
 * a small one has more decimals than the engine's numbers. Prices are not.
 */
const SHIFT = 8;
/** Decimals of the engine's numbers. */
const SCALE = 18;
const LARGEST = 1e15;

/** A float by its shortest text, as jesse reads quantities. @throws RangeError for one that is too large */
export function toUnits<T extends Decimal>(value: number): T {
  if (!(Math.abs(value) < LARGEST)) throw new RangeError(`${value} is too large.`);
  const [digits = "", exponent = "0"] = String(value).split("e");
  const [whole = "", fraction = ""] = digits.split(".");
  const power = Number(exponent) - fraction.length + SCALE + SHIFT;
  const number = BigInt(whole + fraction);
  return (power >= 0 ? number * 10n ** BigInt(power) : number / 10n ** BigInt(-power)) as T;
}

/** The nearest float. */
export function fromUnits(value: Decimal): number {
  return Number(`${formatDecimal(value)}e-${SHIFT}`);
}
