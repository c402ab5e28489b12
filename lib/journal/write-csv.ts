import { writeTable } from "@/lib/infra/write-table";
import type { JournalEntryDto } from "@/lib/schemas/journal-responses";

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
  "rulesKept",
  "rulesBroken",
  "rating",
  "moodBefore",
  "moodAfter",
  "tags",
  "mistakes",
  "notes",
] as const satisfies readonly (keyof JournalEntryDto)[];

/** Entries as CSV with a heading. */
export function writeCsv(entries: readonly JournalEntryDto[]): string {
  return writeTable(
    COLUMNS,
    entries.map((entry) => COLUMNS.map((column) => entry[column])),
  );
}
