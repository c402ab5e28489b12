import { add, type Money, neg, sub } from "@/lib/core/decimal";
import type { ImportedTrip } from "@/lib/core/import/import-item";
import { readFillDirection } from "@/lib/core/import/read-direction";
import type { RowCells } from "@/lib/core/import/row-cells";
import { RowFault } from "@/lib/core/import/row-fault";
import type { ImportSource } from "@/lib/core/import/source";

/** Builds of 2023 and later may have a fee beside the commission. */
const WITH_FEE = ["commission", "fee", "swap", "gross"] as const;
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
  amounts: ["qty", "entry", "exit", "commission", "fee", "swap", "gross"],
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
  const columns = filled.length === COLUMNS.length + 1 ? [...COLUMNS.slice(0, 10), ...WITH_FEE] : COLUMNS;
  return Object.fromEntries(columns.map((column, index) => [column, filled[index]?.place ?? -1]));
}

function read(row: RowCells): ImportedTrip | null {
  // A position that is still open has no second time.
  if (row.text("at") === "") return null;
  const side = readFillDirection(row.text("side")).side === "buy" ? "long" : "short";
  const [entryPrice, exitPrice, gross] = [
    row.price("entry"),
    row.price("exit"),
    row.amount("gross") as Money,
  ];
  const move = side === "long" ? sub(exitPrice, entryPrice) : sub(entryPrice, exitPrice);
  // Whatever a lot is worth, a gain follows from a favourable move: else the columns are not the known ones.
  if ((move > 0n && gross < 0n) || (move < 0n && gross > 0n)) throw new RowFault("figures_disagree");
  const openedAtMs = row.atMs("openedAt");
  return {
    kind: "trip",
    line: row.line,
    symbol: row.symbol("symbol"),
    openedAtMs,
    atMs: row.atMs("at"),
    id: row.text("position") === "" ? null : `${row.text("position")} ${row.text("at")} ${row.text("qty")}`,
    side,
    qty: row.qty("qty"),
    entryPrice,
    exitPrice,
    gross,
    fees: neg(add(row.money("commission"), row.money("fee"))),
    funding: neg(row.money("swap")),
    reason: "manual",
    labels: null,
  };
}
