import type { JournalEntryDto } from "@/lib/schemas/journal-answers";

const COLUMNS = [
  "id",
  "portfolioId",
  "openedAt",
  "closedAt",
  "symbol",
  "side",
  "qty",
  "entryPrice",
  "exitPrice",
  "leverage",
  "gross",
  "fees",
  "funding",
  "net",
  "risk",
  "r",
  "initialStop",
  "initialTarget",
  "mfe",
  "mae",
  "exitReason",
  "setup",
  "rating",
  "tags",
  "mistakes",
  "notes",
] as const satisfies readonly (keyof JournalEntryDto)[];

/** Entries as CSV (RFC 4180) with a heading. What a spreadsheet would take for a formula is written as text. */
export function writeCsv(entries: readonly JournalEntryDto[]): string {
  const lines = entries.map((entry) => COLUMNS.map((column) => writeCell(entry[column])).join());
  return [COLUMNS.join(), ...lines, ""].join("\r\n");
}

function writeCell(value: JournalEntryDto[(typeof COLUMNS)[number]]): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = Array.isArray(value)
    ? value.join("; ")
    : typeof value === "object"
      ? (value.value ?? "")
      : value;
  const isFormula = /^[=+@\t\r]/.test(text) || (text.startsWith("-") && !/^-\d+(\.\d+)?$/.test(text));
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
