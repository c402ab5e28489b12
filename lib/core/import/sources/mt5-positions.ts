import { type Money, neg } from "@/lib/core/decimal";
import type { ImportedTrip } from "@/lib/core/import/import-item";
import { readFillDirection } from "@/lib/core/import/read-direction";
import type { RowCells } from "@/lib/core/import/row-cells";
import type { ImportSource } from "@/lib/core/import/source";

const COLUMNS = [
  "openedAt",
  "position",
  "symbol",
  "side",
  "qty",
  "entry",
  "stop",
  "target",
  "at",
  "exit",
  "commission",
  "swap",
  "gross",
] as const;

/**
 * The positions of a MetaTrader 5 report. Its headings follow the terminal's language, and the table alone
 * has the same heading for both times and the same for both prices, so it is known by that. Volume is in
 * lots, so the profit is the report's.
 */
export const MT5_POSITIONS: ImportSource = {
  id: "mt5-positions",
  ledger: "mt5",
  columns: {},
  required: ["openedAt", "at", "symbol", "side", "qty", "entry", "exit", "gross"],
  locate: locateByPlace,
  times: ["openedAt", "at"],
  amounts: ["qty", "entry", "exit", "commission", "swap", "gross"],
  endsWithoutTime: true,
  start: () => ({ read }),
};

function locateByPlace(headings: readonly string[]): Readonly<Record<string, number>> | null {
  const filled = headings.flatMap((name, place) => (name === "" ? [] : [{ name, place }]));
  const nameAt = (index: number) => filled[index]?.name;
  const isReport =
    filled.length >= COLUMNS.length &&
    nameAt(0) === nameAt(8) &&
    nameAt(5) === nameAt(9) &&
    nameAt(0) !== nameAt(5) &&
    new Set(filled.slice(0, COLUMNS.length).map(({ name }) => name)).size === COLUMNS.length - 2;
  if (!isReport) return null;
  return Object.fromEntries(COLUMNS.map((column, index) => [column, filled[index]?.place ?? -1]));
}

function read(row: RowCells): ImportedTrip | null {
  // A position that is still open has no second time.
  if (row.text("at") === "") return null;
  const { side } = readFillDirection(row.text("side"));
  const openedAtMs = row.atMs("openedAt");
  return {
    kind: "trip",
    line: row.line,
    symbol: row.symbol("symbol"),
    openedAtMs,
    atMs: row.atMs("at"),
    id: row.text("position") === "" ? null : `${row.text("position")} ${row.text("at")} ${row.text("qty")}`,
    side: side === "buy" ? "long" : "short",
    qty: row.qty("qty"),
    entryPrice: row.price("entry"),
    exitPrice: row.price("exit"),
    gross: row.amount("gross") as Money,
    fees: neg(row.money("commission")),
    funding: neg(row.money("swap")),
    reason: "manual",
    labels: null,
  };
}
