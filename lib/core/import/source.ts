import type { ImportItem } from "@/lib/core/import/import-item";
import type { RowCells } from "@/lib/core/import/row-cells";
import type { RowFaultCode } from "@/lib/core/import/row-fault";

/** What is known about a table before its first row is read. */
export type TableFacts = {
  /** The market, from the file's name or the trader; null where neither has it. */
  symbol: string | null;
  columns: ReadonlySet<string>;
};

/** Reads the rows of one table in the file's order. A reader may keep rows that belong together. */
export type RowReader = {
  /** Null for a row that is no trade: a transfer, a cancelled order, a total. @throws RowFault */
  read: (row: RowCells) => ImportItem | null;
  /** Rows that were kept and whose other half never came. */
  finish?: () => { line: number; code: RowFaultCode }[];
};

/** A heading's names in all its generations and languages; where a table has several, the first one counts. */
type ColumnNames = { names: readonly string[] };

/** A kind of file: its columns as data, and how a row is read. */
export type ImportSource = {
  id: ImportSourceId;
  /** Files of one ledger complete each other and share a portfolio. */
  ledger: string;
  columns: Readonly<Record<string, ColumnNames>>;
  required: readonly string[];
  /** Columns that show that it is another kind. */
  without?: readonly string[];
  /** Finds the columns by their place and by the row below them, where names are in the language of the program. */
  locate?: (headings: readonly string[], next: readonly string[]) => Readonly<Record<string, number>> | null;
  times: readonly string[];
  amounts: readonly string[];
  needsSymbol?: true;
  /** The table ends at the first row without a time in its first column. */
  endsWithoutTime?: true;
  start: (facts: TableFacts) => RowReader;
};

export const IMPORT_SOURCE_IDS = [
  "bybit-closed",
  "bybit-executions",
  "bybit-log",
  "binance-trades",
  "binance-funding",
  "okx-log",
  "okx-positions",
  "hyperliquid-trades",
  "hyperliquid-funding",
  "mt5-positions",
  "mt5-deals",
  "tradingview-list",
  "tradingview-orders",
  "futures-trades",
  "terminal-zero",
] as const;
export type ImportSourceId = (typeof IMPORT_SOURCE_IDS)[number];
