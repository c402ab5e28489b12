import type { Decimal } from "@/lib/core/decimal";

/** The character before the fraction; the other one groups thousands. */
export type DecimalMark = "." | ",";

const LONGEST = 64;
const SPACES = /[\s'’`\u00a0\u202f\u2009_]/g;
const SHAPE =
  /^(\()?([+\-−–]?)([$€£¥₮]?)([+\-−–]?)([.,]?\d[\d.,]*)(?:[eE]([+-]?\d{1,2}))?(\)?)([$€£¥₮%]|[A-Za-z][A-Za-z0-9]{0,11})?(\)?)$/;
const FRACTION_DIGITS = 18;
const LIMIT = 10n ** 38n;

/**
 * A number as programs and spreadsheets of any country write it: `84,105.20`, `4 714,10`, `- 0.50`,
 * `(124.75)`, `0E-8`, `0.00738570USDT`. More than 18 places are rounded. `mark` decides only what its shape
 * leaves open, such as `1,234`. Null for anything else.
 */
export function readAmount(text: string, mark: DecimalMark): { value: Decimal; unit: string } | null {
  if (text.length > LONGEST) return null;
  const match = SHAPE.exec(text.normalize("NFKC").replace(SPACES, ""));
  if (match === null) return null;
  const [, opening, sign, , innerSign, digits = "", exponent = "0", close1, unit = "", close2] = match;
  if ((opening === "(") !== (close1 === ")" || close2 === ")")) return null;
  if (sign !== "" && innerSign !== "") return null;
  const parts = splitDigits(digits, findMark(digits) ?? mark);
  const size = parts && scale(parts.whole + parts.fraction, parts.fraction.length - Number(exponent));
  if (size === null || size >= LIMIT) return null;
  const isNegative = opening === "(" || /[-−–]/.test(`${sign}${innerSign}`);
  return { value: (isNegative ? -size : size) as Decimal, unit: unit.toUpperCase() };
}

/** The decimal mark that a number shows by its shape; null where both are possible. */
export function findDecimalMark(text: string): DecimalMark | null {
  if (text.length > LONGEST) return null;
  const match = SHAPE.exec(text.normalize("NFKC").replace(SPACES, ""));
  return match === null ? null : findMark(match[5] ?? "");
}

function findMark(digits: string): DecimalMark | null {
  const dot = digits.lastIndexOf(".");
  const comma = digits.lastIndexOf(",");
  if (dot !== -1 && comma !== -1) return dot > comma ? "." : ",";
  if (dot === -1 && comma === -1) return null;
  const [mark, other]: [DecimalMark, DecimalMark] = dot === -1 ? [",", "."] : [".", ","];
  const groups = digits.split(mark);
  if (groups.length > 2) return other;
  const [whole = "", fraction = ""] = groups;
  const canGroup = fraction.length === 3 && whole.length >= 1 && whole.length <= 3 && !whole.startsWith("0");
  return canGroup ? null : mark;
}

function splitDigits(digits: string, mark: DecimalMark): { whole: string; fraction: string } | null {
  const grouping = mark === "." ? "," : ".";
  const [grouped = "", fraction = "", ...rest] = digits.split(mark);
  if (rest.length > 0 || fraction.includes(grouping)) return null;
  const groups = grouped.split(grouping);
  const isGrouped = groups.every((group, index) =>
    index === 0 ? groups.length === 1 || /^\d{1,3}$/.test(group) : group.length === 3,
  );
  return isGrouped ? { whole: groups.join(""), fraction } : null;
}

/** `digits` × 10^-places in units of 1e-18, halves away from zero. */
function scale(digits: string, places: number): bigint {
  const value = BigInt(digits || "0");
  if (places <= FRACTION_DIGITS) return value * 10n ** BigInt(FRACTION_DIGITS - places);
  const divisor = 10n ** BigInt(places - FRACTION_DIGITS);
  return (value * 2n + divisor) / (divisor * 2n);
}
