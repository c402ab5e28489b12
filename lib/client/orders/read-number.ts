import { type Decimal, formatDecimal, tryParseDecimal } from "@/lib/core/decimal";

/** A number as it was typed, or why it is none. */
type NumberReading =
  | { value: Decimal }
  | { problem: "missing" | "decimal comma" | "no number"; hint: string };

const PLAIN = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
/** Thousands as the pages write them. A group that begins with zero is no thousand: "0,500" has a decimal comma. */
const GROUPED = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/;
const DECIMAL_COMMA = /^[+-]?[\d.\s]*,\d*$/;

/**
 * Reads a number as people type it and as the pages write it: "79,026.00", ".5", "5.", with either minus sign. The one
 * reading of every field, so that an estimate and its order never differ.
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

/** A value above zero, or one sentence on what is wrong: `missing` for an empty field, `wrong` for anything else. */
export function readPositive(
  text: string,
  sentences: { missing: string; wrong: string },
): { value: Decimal } | { message: string } {
  const reading = readNumber(text);
  if ("value" in reading) return reading.value > 0n ? reading : { message: sentences.wrong };
  if (reading.problem === "decimal comma") return { message: sayDot(reading.hint) };
  return { message: reading.problem === "missing" ? sentences.missing : sentences.wrong };
}

/** What to say of a decimal comma. */
function sayDot(hint: string): string {
  return `Use a dot for decimals: ${hint}.`;
}

/** Digits before and after the point, and no grouping: what the decimal reader takes. */
function normalise(typed: string): string {
  const [whole = "", fraction = ""] = typed.replaceAll(",", "").replace("+", "").split(".");
  const sign = whole.startsWith("-") ? "-" : "";
  const digits = whole.replace("-", "") || "0";
  return `${sign}${digits}${fraction === "" ? "" : `.${fraction}`}`;
}

/** "1.234,5" as it should have been typed. */
function suggest(typed: string): string {
  const value = tryParseDecimal(normalise(typed.replaceAll(/[.\s]/g, "").replace(",", ".")));
  return value === null ? "0.5" : formatDecimal(value);
}
