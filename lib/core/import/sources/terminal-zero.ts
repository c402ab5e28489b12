import { add, type Decimal, div, type Money, type Price, type Qty, sub } from "@/lib/core/decimal";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import type { ImportedLabels, ImportedTrip } from "@/lib/core/import/import-item";
import { readSide } from "@/lib/core/import/read-direction";
import type { RowCells } from "@/lib/core/import/row-cells";
import { RowFault } from "@/lib/core/import/row-fault";
import type { ImportSource } from "@/lib/core/import/source";
import { splitList } from "@/lib/core/joined-list";
import { EXIT_REASONS } from "@/lib/core/journal/journal-record";

/** The journal's own export, as CSV or JSON, with the trader's labels. */
export const TERMINAL_ZERO: ImportSource = {
  id: "terminal-zero",
  ledger: "terminal-zero",
  columns: Object.fromEntries(
    [
      ["id", "id"],
      ["portfolio", "portfolioid"],
      ["openedAt", "openedat"],
      ["at", "closedat"],
      ["symbol", "symbol"],
      ["side", "side"],
      ["qty", "qty"],
      ["entry", "entryprice"],
      ["exit", "exitprice"],
      ["leverage", "leverage"],
      ["gross", "gross"],
      ["fees", "fees"],
      ["funding", "funding"],
      ["net", "net"],
      ["risk", "risk"],
      ["stop", "initialstop"],
      ["target", "initialtarget"],
      ["mfe", "mfe"],
      ["mae", "mae"],
      ["reason", "exitreason"],
      ["setup", "setup"],
      ["kept", "ruleskept"],
      ["broken", "rulesbroken"],
      ["rating", "rating"],
      ["moodBefore", "moodbefore"],
      ["moodAfter", "moodafter"],
      ["tags", "tags"],
      ["mistakes", "mistakes"],
      ["notes", "notes"],
    ].map(([column, name = ""]) => [column, { names: [name] }]),
  ),
  required: ["id", "portfolio", "openedAt", "at", "symbol", "side", "qty", "entry", "exit", "gross", "net"],
  times: ["openedAt", "at"],
  amounts: ["qty", "entry", "exit", "gross", "fees", "funding", "net"],
  start: () => ({ read }),
};

function read(row: RowCells): ImportedTrip {
  const side = readSide(row.text("side"));
  if (side === null) throw new RowFault("unknown_side");
  const [gross, fees, funding] = [row.amount("gross") as Money, row.money("fees"), row.money("funding")];
  const rounding = sub(sub(sub(gross, fees), funding), row.amount("net") as Money);
  // Each figure of the export is rounded to eight places on its own.
  if (rounding > 30_000_000_000n || rounding < -30_000_000_000n) throw new RowFault("figures_disagree");
  const [qty, entryPrice] = [row.qty("qty"), row.price("entry")];
  const openedAtMs = row.atMs("openedAt");
  return {
    kind: "trip",
    line: row.line,
    symbol: row.symbol("symbol"),
    openedAtMs,
    atMs: row.atMs("at"),
    id: row.text("id") || null,
    side,
    qty,
    entryPrice,
    exitPrice: row.price("exit"),
    gross,
    fees,
    funding,
    reason: EXIT_REASONS.find((reason) => reason === row.text("reason")) ?? "manual",
    labels: readLabels(row, { side, qty, entryPrice }),
  };
}

function readLabels(
  row: RowCells,
  trade: { side: PositionSide; qty: Qty; entryPrice: Price },
): ImportedLabels {
  const optional = <T extends Decimal>(column: string) =>
    (row.amountWithUnit(column)?.value as T | undefined) ?? null;
  const risk = optional<Money>("risk");
  const leverage = optional("leverage");
  return {
    leverage: leverage !== null && leverage > 0n ? leverage : ((10n ** 18n) as Decimal),
    risk: risk !== null && risk > 0n ? risk : null,
    initialStop: optional<Price>("stop"),
    initialTarget: optional<Price>("target"),
    ...readExtremes(trade, optional<Money>("mfe"), optional<Money>("mae")),
    notes: readOwnText(row, "notes").slice(0, 20_000),
    tags: readList(row, "tags", 40),
    mistakes: readList(row, "mistakes", 40),
    setup: readOwnText(row, "setup").slice(0, 40) || null,
    rulesKept: readList(row, "kept", 200),
    rulesBroken: readList(row, "broken", 200),
    rating: readGrade(row, "rating"),
    moodBefore: readGrade(row, "moodBefore"),
    moodAfter: readGrade(row, "moodAfter"),
  };
}

/** Highest and lowest mark, from the best and the worst open result. */
function readExtremes(
  { side, qty, entryPrice }: { side: PositionSide; qty: Qty; entryPrice: Price },
  mfe: Money | null,
  mae: Money | null,
): { highest: Price | null; lowest: Price | null } {
  if (mfe === null || mae === null) return { highest: null, lowest: null };
  const [best, worst] = [div<Decimal>(mfe, qty) as Price, div<Decimal>(mae, qty) as Price];
  return side === "long"
    ? { highest: add(entryPrice, best), lowest: add(entryPrice, worst) }
    : { highest: sub(entryPrice, worst), lowest: sub(entryPrice, best) };
}

/** A whole number from 1 to 5. */
function readGrade(row: RowCells, column: string): number | null {
  const grade = Number(row.text(column));
  return Number.isInteger(grade) && grade >= 1 && grade <= 5 ? grade : null;
}

function readList(row: RowCells, column: string, longest: number): string[] {
  const words = splitList(readOwnText(row, column))
    .map((word) => word.slice(0, longest))
    .filter((word) => word !== "");
  return [...new Set(words)].slice(0, 20);
}

/** The export puts an apostrophe before what a spreadsheet would run; it is taken off again. */
function readOwnText(row: RowCells, column: string): string {
  const text = row.text(column);
  return text.startsWith("'") ? text.slice(1) : text;
}
