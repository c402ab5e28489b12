/** The form of numbers that the venue uses, a BCP 47 tag. */
const VENUE = "en-US";

/** Cached by form and digits after the point: used hundreds of times a second. */
const fixedFormatters: Record<string, Intl.NumberFormat[]> = {};
const formatters = new Map<string, Intl.NumberFormat>();

function getFormatter(options: Intl.NumberFormatOptions, numbers: string): Intl.NumberFormat {
  const key = numbers + JSON.stringify(options);
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat(numbers, options);
    formatters.set(key, formatter);
  }
  return formatter;
}

/** A real minus sign, and a blank that every font of a page and of a PDF file has. */
function clean(text: string): string {
  return text.replace("-", "−").replaceAll("\u202f", "\u00a0");
}

/** Shown where the venue gave no value. */
export const NO_VALUE = "–";

function isUnknown(value: string | number | null | undefined): value is null | undefined | "" {
  return value === null || value === undefined || value === "" || Number.isNaN(value);
}

/**
 * A price or quantity with exactly `digits` after the point (of a price the instrument's `priceScale`) and grouped
 * thousands, never with an exponent. The minus is a real minus sign. Decimal text is rounded as it stands, without
 * conversion to a float.
 */
export function formatFixed(
  value: string | number | null | undefined,
  digits: number,
  numbers = VENUE,
): string {
  if (isUnknown(value)) return NO_VALUE;
  fixedFormatters[numbers] ??= [];
  fixedFormatters[numbers][digits] ??= new Intl.NumberFormat(numbers, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    // A negative number that rounds to zero has no sign.
    signDisplay: "negative",
  });
  return clean(fixedFormatters[numbers][digits].format(value as Intl.StringNumericLiteral));
}

/** A price with `digits` after the point; while those are unknown, with at most seven significant digits. */
export function formatFixedPrice(price: string, digits: number | null, numbers = VENUE): string {
  if (digits !== null) return formatFixed(price, digits, numbers);
  const formatter = getFormatter({ maximumSignificantDigits: 7 }, numbers);
  return clean(formatter.format(price as Intl.StringNumericLiteral));
}

/** A fraction as a percentage with its sign: 0.0123 is "+1.23%". The minus is a real minus sign. */
export function formatPercent(
  fraction: string | number | null | undefined,
  digits = 2,
  numbers = VENUE,
): string {
  return writePercent(fraction, { digits, signDisplay: "exceptZero", numbers });
}

/** A fraction of a whole, or a size that has no sign, as a percentage: 0.0123 is "1.23%". */
export function formatShare(
  fraction: string | number | null | undefined,
  digits = 2,
  numbers = VENUE,
): string {
  return writePercent(fraction, { digits, signDisplay: "negative", numbers });
}

function writePercent(
  fraction: string | number | null | undefined,
  {
    digits,
    signDisplay,
    numbers,
  }: {
    digits: number;
    signDisplay: "exceptZero" | "negative";
    numbers: string;
  },
): string {
  if (isUnknown(fraction)) return NO_VALUE;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const formatter = getFormatter({ style: "percent", signDisplay, ...options }, numbers);
  return clean(formatter.format(Number(fraction)));
}

/** A big quantity in at most four figures: 12,345,678 is "12.35M". */
export function formatCompact(value: string | number | null | undefined): string {
  if (isUnknown(value)) return NO_VALUE;
  const number = Number(value);
  if (Math.abs(number) < 1_000) return getFormatter({ maximumSignificantDigits: 4 }, VENUE).format(number);
  const options = { notation: "compact", minimumFractionDigits: 2, maximumFractionDigits: 2 } as const;
  return getFormatter(options, VENUE).format(number);
}

/** Time left in ms as "07:59:03"; never negative. */
export function formatCountdown(leftMs: number): string {
  const seconds = Math.max(0, Math.floor(leftMs / 1_000));
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** An age in ms as "120 ms", "4.2 s", "3 min" or "2 h". */
export function formatAge(ageMs: number): string {
  const age = Math.max(0, ageMs);
  if (age < 1_000) return `${Math.round(age)} ms`;
  if (age < 5_000) return `${(age / 1_000).toFixed(1)} s`;
  if (age < 120_000) return `${Math.floor(age / 1_000)} s`;
  if (age < 7_200_000) return `${Math.floor(age / 60_000)} min`;
  return `${Math.floor(age / 3_600_000)} h`;
}

/** Time of day in UTC, "14:05:09". */
export function formatClock(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(11, 19);
}

/** Date and minute in UTC, "2026-11-23 14:05". */
export function formatMinute(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 16).replace("T", " ");
}

/** Direction of a signed number; null for zero. */
export function readDirection(value: string | number | null | undefined): "up" | "down" | null {
  if (value === null || value === undefined || value === "") return null;
  const number = Number(value);
  if (number > 0) return "up";
  return number < 0 ? "down" : null;
}
