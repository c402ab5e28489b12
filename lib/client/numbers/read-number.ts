import { type Decimal, formatDecimal, tryParseDecimal } from "@/lib/core/decimal";

/** Why a typed number is invalid. `hint`: how a number with a decimal comma should be typed. */
export type InvalidNumber = { problem: "missing" | "decimal comma" | "no number"; hint: string };
type NumberReading = { value: Decimal } | InvalidNumber;

const PLAIN = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
/** Grouped thousands. A group that begins with zero is none: "0,500" has a decimal comma. */
const GROUPED = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/;
const DECIMAL_COMMA = /^[+-]?[\d.\s]*,\d*$/;

/**
 * Parses a number as typed or as shown on the pages: "79,026.00", ".5", "5.", with either minus sign. All
 * fields use it, so that an estimate and its order never differ.
 */
export function readNumber(text: string): NumberReading {
  const typed = text.trim().replace("−", "-");
  if (typed === "") return { problem: "missing", hint: "" };
  if (PLAIN.test(typed) || GROUPED.test(typed)) {
    const value = tryParseDecimal(normalise(typed));
    if (value !== null) return { value };
  }
  if (DECIMAL_COMMA.test(typed)) return { problem: "decimal comma", hint: suggest(typed) };
  return { problem: "no number", hint: "" };
}

/** The same for a value above zero; any other is no number. */
export function readPositive(text: string): NumberReading {
  const reading = readNumber(text);
  return "value" in reading && reading.value <= 0n ? { problem: "no number", hint: "" } : reading;
}

/** Digits before and after the point without grouping, as the decimal parser accepts. */
function normalise(typed: string): string {
  const [whole = "", fraction = ""] = typed.replaceAll(",", "").replace("+", "").split(".");
  const sign = whole.startsWith("-") ? "-" : "";
  const digits = whole.replace("-", "") || "0";
  return `${sign}${digits}${fraction === "" ? "" : `.${fraction}`}`;
}

/** "1.234,5" as it should be typed. */
function suggest(typed: string): string {
  const value = tryParseDecimal(normalise(typed.replaceAll(/[.\s]/g, "").replace(",", ".")));
  return value === null ? "0.5" : formatDecimal(value);
}
