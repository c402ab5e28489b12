/**
 * Exact decimals for money. A value is a bigint that counts units of 1e-18, exactly the range of
 * NUMERIC(38,18): sums and comparisons are native and exact, products and quotients are rounded once, to the
 * nearest unit, halves away from zero. (Measured: several times faster than an arbitrary precision library,
 * and NaN, infinity and negative zero can't occur.)
 *
 * The brands keep a price from being used as a quantity. Multiply with `mul`, never with `*`: the product of
 * two values has 36 digits after the point and no brand, so the compiler rejects it.
 */

declare const scaleBrand: unique symbol;
declare const priceBrand: unique symbol;
declare const qtyBrand: unique symbol;
declare const moneyBrand: unique symbol;

/** An exact decimal without a unit: a rate, a leverage, a ratio. */
export type Decimal = bigint & { readonly [scaleBrand]: 18 };
/** Quote currency for one unit of base currency. */
export type Price = Decimal & { readonly [priceBrand]: true };
/** Base currency. Signed where documented: positions are positive when long. */
export type Qty = Decimal & { readonly [qtyBrand]: true };
/** Quote currency. */
export type Money = Decimal & { readonly [moneyBrand]: true };

const FRACTION_DIGITS = 18;
const UNIT = 10n ** 18n;
const ZERO_DIGIT = 48;
/** 1e-8, the last displayed place. */
const SHOWN_UNIT = 10n ** 10n;
const HALF = UNIT / 2n;
const MINUS_HALF = -HALF;
const LIMIT = 10n ** 38n;
const SHAPE = /^([+-])?(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,2}))?$/;

/** Zero in every unit. */
export const ZERO = 0n as Price & Qty & Money;
export const ONE = UNIT as Decimal;
/** Parses decimal text; returns null for NaN, infinity, more than 20 digits before or 18 after the point. */
export function tryParseDecimal(text: string): Decimal | null {
  const match = SHAPE.exec(text);
  if (!match) return null;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const digits = whole + fraction;
  const shift = FRACTION_DIGITS - fraction.length + Number(exponent);
  const significant = shift < 0 ? digits.slice(0, shift) : digits + "0".repeat(shift);
  const lost = shift < 0 ? digits.slice(shift) : "";
  if (/[1-9]/.test(lost)) return null;
  if (shift < 0 && digits.length + shift <= 0) return /[1-9]/.test(digits) ? null : (0n as Decimal);
  const units = BigInt(significant);
  if (units >= LIMIT) return null;
  return (sign === "-" ? -units : units) as Decimal;
}

/** Parses decimal text such as "0.001", "-12" or "1e-7". @throws RangeError for anything else. */
export function parseDecimal(text: string): Decimal {
  const value = tryParseDecimal(text);
  if (value === null) throw new RangeError(`Not a decimal of 20.18 digits: ${text.slice(0, 60)}`);
  return value;
}

/** Parses a price in quote currency; a price below zero is rejected. @throws RangeError */
export function parsePrice(text: string): Price {
  return requireNotNegative(parseDecimal(text), text) as Price;
}

/** Parses a quantity in base currency, signed. @throws RangeError */
export function parseQty(text: string): Qty {
  return parseDecimal(text) as Qty;
}

/** Parses an amount in quote currency, signed. @throws RangeError */
export function parseMoney(text: string): Money {
  return parseDecimal(text) as Money;
}

/** The decimal of a float's shortest text, rounded to 18 digits. @throws RangeError if not finite. */
export function fromNumber(value: number): Decimal {
  if (!Number.isFinite(value)) throw new RangeError(`Not a finite number: ${value}`);
  const [mantissa = "0", exponent = "0"] = value.toString().toLowerCase().split("e");
  const [whole = "0", fraction = ""] = mantissa.replace("-", "").split(".");
  const shift = FRACTION_DIGITS - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction);
  const units = shift >= 0 ? digits * 10n ** BigInt(shift) : divideRounded(digits, 10n ** BigInt(-shift));
  if (units >= LIMIT) throw new RangeError(`Too large for 20 digits: ${value}`);
  return (value < 0 ? -units : units) as Decimal;
}

/** Shortest plain text, for the wire and the database: "0.1", "-3", never an exponent. */
export function formatDecimal(value: Decimal): string {
  const digits = (value < 0n ? -value : value).toString().padStart(FRACTION_DIGITS + 1, "0");
  const point = digits.length - FRACTION_DIGITS;
  let end = digits.length;
  while (end > point && digits.charCodeAt(end - 1) === ZERO_DIGIT) end -= 1;
  const sign = value < 0n ? "-" : "";
  return end === point
    ? sign + digits.slice(0, point)
    : `${sign}${digits.slice(0, point)}.${digits.slice(point, end)}`;
}

/**
 * Text of at most 8 places, halves away from zero: the format of every figure that leaves the product.
 * Internally and in the log, decimals have their 18 places, so that sums stay exact.
 */
export function formatRounded(value: Decimal): string {
  return formatDecimal(roundToShown(value));
}

/**
 * Text of a price: as `formatRounded`, but one below 0.001 has 8 significant digits, so that a price with a
 * tick of 1e-10 is not rounded.
 */
export function formatPrice(price: Price): string {
  let unit = SHOWN_UNIT;
  for (let size = price < 0n ? -price : price; size > 0n && size < UNIT / 1_000n && unit > 1n; size *= 10n)
    unit /= 10n;
  return formatDecimal((divideRounded(price, unit) * unit) as Price);
}

/** Rounds to the 8 displayed places, halves away from zero. */
export function roundToShown<T extends Decimal>(value: T): T {
  return (divideRounded(value, SHOWN_UNIT) * SHOWN_UNIT) as T;
}

/** The nearest float: for pixels, statistics and pre-filters, never for money. */
export function toNumber(value: Decimal): number {
  return Number(value) / 1e18;
}

export function add<T extends Decimal>(a: T, b: T): T {
  return ((a as bigint) + b) as T;
}

export function sub<T extends Decimal>(a: T, b: T): T {
  return ((a as bigint) - b) as T;
}

export function neg<T extends Decimal>(value: T): T {
  return -(value as bigint) as T;
}

export function abs<T extends Decimal>(value: T): T {
  return (value < 0n ? -value : value) as T;
}

export function min<T extends Decimal>(a: T, b: T): T {
  return b < a ? b : a;
}

export function max<T extends Decimal>(a: T, b: T): T {
  return b > a ? b : a;
}

export function sum<T extends Decimal>(values: readonly T[]): T {
  let total = 0n;
  for (const value of values) total += value;
  return total as T;
}

/** `value` × `factor`, in the unit of `value`. */
export function mul<T extends Decimal>(value: T, factor: Decimal): T {
  const product = value * factor;
  return ((product + (product < 0n ? MINUS_HALF : HALF)) / UNIT) as T;
}

/** `value` ÷ `divisor`, in the unit of `value`. @throws RangeError when dividing by zero. */
export function div<T extends Decimal>(value: T, divisor: Decimal): T {
  return divideRounded(value * UNIT, divisor) as T;
}

/** `value` × `numerator` ÷ `denominator` with a single rounding. @throws RangeError when dividing by zero. */
export function mulDiv<T extends Decimal>(
  value: T,
  fraction: { numerator: Decimal; denominator: Decimal },
): T {
  return divideRounded(value * fraction.numerator, fraction.denominator) as T;
}

/** Value of `qty` at `price` in quote currency; has the sign of `qty`. */
export function notional(price: Price, qty: Qty): Money {
  return mul<Decimal>(price, qty) as Money;
}

/** The price at which `qty` is worth `value`. @throws RangeError when `qty` is zero. */
export function priceOf(value: Money, qty: Qty): Price {
  return div<Decimal>(value, qty) as Price;
}

/** The quantity that `value` buys at `price`, not yet rounded to a step. @throws RangeError at price zero. */
export function qtyOf(value: Money, price: Price): Qty {
  return div<Decimal>(value, price) as Qty;
}

/** Two values of one unit as a plain ratio. @throws RangeError when `whole` is zero. */
export function ratio<T extends Decimal>(part: T, whole: T): Decimal {
  return div<Decimal>(part, whole);
}

/** Rounds towards zero to a multiple of `step`; a step of zero leaves the value unchanged. */
export function roundDownToStep<T extends Decimal>(value: T, step: Decimal): T {
  return (step === 0n ? value : value - (value % step)) as T;
}

/** Rounds away from zero to a multiple of `step`; a step of zero leaves the value unchanged. */
export function roundUpToStep<T extends Decimal>(value: T, step: Decimal): T {
  const down = roundDownToStep(value, step);
  if (down === value) return value;
  return (value < 0n ? down - step : down + step) as T;
}

/**
 * Rounds to the nearest multiple of `tick`, halves away from zero; a tick of zero leaves the value unchanged.
 */
export function roundToTickNearest<T extends Decimal>(value: T, tick: Decimal): T {
  return (tick === 0n ? value : divideRounded(value, tick) * tick) as T;
}

/** Whether `value` is a multiple of `step`; always true for a step of zero. */
export function isMultipleOf(value: Decimal, step: Decimal): boolean {
  return step === 0n || value % step === 0n;
}

function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const doubled = numerator * 2n;
  const sameSign = numerator < 0n === denominator < 0n;
  return (sameSign ? doubled + denominator : doubled - denominator) / (denominator * 2n);
}

function requireNotNegative(value: Decimal, text: string): Decimal {
  if (value < 0n) throw new RangeError(`A price can't be below zero: ${text.slice(0, 60)}`);
  return value;
}
