import { abs, type Money } from "@/lib/core/decimal";
import type { ImportedTrip } from "@/lib/core/import/import-item";
import { readSide } from "@/lib/core/import/read-direction";
import type { RowCells } from "@/lib/core/import/row-cells";
import { RowFault } from "@/lib/core/import/row-fault";
import type { ImportSource } from "@/lib/core/import/source";

/** Closed trades of futures brokers. Quantities are contracts whose size is not in the file. */
export const FUTURES_TRADES: ImportSource = {
  id: "futures-trades",
  ledger: "futures-trades",
  columns: {
    id: { names: ["id", "trade id"] },
    symbol: { names: ["contractname", "contract name"] },
    openedAt: { names: ["enteredat", "entered at"] },
    at: { names: ["exitedat", "exited at"] },
    entry: { names: ["entryprice", "entry price"] },
    exit: { names: ["exitprice", "exit price"] },
    fees: { names: ["fees"] },
    commissions: { names: ["commissions"] },
    gross: { names: ["pnl", "p&l"] },
    qty: { names: ["size"] },
    side: { names: ["type", "side"] },
  },
  required: ["symbol", "openedAt", "at", "entry", "exit", "gross", "qty", "side"],
  times: ["openedAt", "at"],
  amounts: ["entry", "exit", "fees", "gross", "qty"],
  start: () => ({ read }),
};

function read(row: RowCells): ImportedTrip {
  const side = readSide(row.text("side"));
  if (side === null) throw new RowFault("unknown_side");
  const openedAtMs = row.atMs("openedAt");
  return {
    kind: "trip",
    line: row.line,
    symbol: row.symbol("symbol"),
    openedAtMs,
    atMs: row.atMs("at"),
    id: row.text("id") || null,
    side,
    qty: row.qty("qty"),
    entryPrice: row.price("entry"),
    exitPrice: row.price("exit"),
    gross: row.amount("gross") as Money,
    fees: (abs(row.money("fees")) + abs(row.money("commissions"))) as Money,
    funding: 0n as Money,
    reason: "manual",
    labels: null,
  };
}
