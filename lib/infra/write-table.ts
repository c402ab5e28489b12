import { joinList } from "@/lib/core/joined-list";

/** Invisible characters at the beginning of a text: white space, controls, formats, fillers. */
const UNSEEN = /^[\p{White_Space}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]+/u;
/**
 * Characters that a spreadsheet may take for the beginning of a formula; full-width variants are normalised
 * to them.
 */
const FORMULA_SIGN = /^[=+\-@|%\u2212]/;
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/;

/** A cell: a list is joined by semicolons (`joinList`), a figure without a value is empty. */
type CellValue = string | number | null | readonly string[] | { value: string | null };

/**
 * Rows as CSV (RFC 4180) with a heading. A text that a spreadsheet would take for a formula, or that begins with an
 * apostrophe, is prefixed with an apostrophe: to read the file back, remove one from each text that begins with one.
 */
export function writeTable(columns: readonly string[], rows: readonly (readonly CellValue[])[]): string {
  const lines = rows.map((row) => row.map(writeCell).join());
  return [columns.join(), ...lines, ""].join("\r\n");
}

function writeCell(value: CellValue): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = typeof value === "string" ? value : writeObject(value);
  const safe = isFormula(text) || text.startsWith("'") ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function writeObject(value: Exclude<CellValue, string | number | null>): string {
  return "value" in value ? (value.value ?? "") : joinList(value);
}

function isFormula(text: string): boolean {
  if (PLAIN_NUMBER.test(text)) return false;
  return /^[\t\r\n]/.test(text) || FORMULA_SIGN.test(text.replace(UNSEEN, "").normalize("NFKC"));
}
