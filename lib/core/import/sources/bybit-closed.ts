import { abs, add, type Money, mul, sub } from "@/lib/core/decimal";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import type { ImportedTrip } from "@/lib/core/import/import-item";
import { isInverse } from "@/lib/core/import/quote-coins";
import { readSide } from "@/lib/core/import/read-direction";
import type { RowCells } from "@/lib/core/import/row-cells";
import { RowFault } from "@/lib/core/import/row-fault";
import type { ImportSource } from "@/lib/core/import/source";
import { readExitReason } from "@/lib/core/import/sources/read-exit-reason";

/** Bybit's closed profit, both generations, and the older file of ZoomEx: one row for each closing order. */
export const BYBIT_CLOSED: ImportSource = {
  id: "bybit-closed",
  ledger: "bybit-closed",
  columns: {
    symbol: { names: ["contracts", "contract", "market", "symbol"] },
    side: { names: ["closing direction", "direction", "side"] },
    qty: { names: ["qty", "order quantity", "quantity", "closed qty", "filled qty"] },
    entry: { names: ["entry price", "avg entry price", "avg. entry price"] },
    exit: { names: ["exit price", "avg exit price", "avg. exit price"] },
    openingFee: { names: ["opening fee", "open fee"] },
    closingFee: { names: ["closing fee", "close fee"] },
    funding: { names: ["funding fee", "funding"] },
    net: { names: ["closed p&l", "closed pnl", "realized p&l", "realized pnl", "realised p&l"] },
    reason: { names: ["exit type", "trade type"] },
    order: { names: ["order no", "order id"] },
    at: { names: ["trade time"] },
  },
  required: ["symbol", "qty", "entry", "exit", "net", "at"],
  times: ["at"],
  amounts: ["qty", "entry", "exit", "net", "openingFee", "closingFee", "funding"],
  start: ({ columns }) => {
    const hasFees = columns.has("openingFee") && columns.has("closingFee");
    return { read: (row) => readTrip(row, hasFees) };
  },
};

function readTrip(row: RowCells, hasFees: boolean): ImportedTrip {
  const symbol = row.symbol("symbol");
  if (isInverse(symbol)) throw new RowFault("inverse_contract");
  const [qty, entryPrice, exitPrice] = [row.qty("qty"), row.price("entry"), row.price("exit")];
  const net = row.amount("net") as Money;
  const move = mul(sub(exitPrice, entryPrice), qty) as unknown as Money;
  const costs = hasFees
    ? { fees: add(row.money("openingFee"), row.money("closingFee")), funding: row.money("funding") }
    : null;
  const stated = row.text("side") === "" ? null : readClosedSide(row.text("side"));
  const fromFees = costs && add(add(net, costs.fees), costs.funding);
  const side = stated ?? decideSide(move, fromFees);
  const gross = fromFees ?? ((side === "long" ? move : -move) as Money);
  const { fees, funding } = costs ?? { fees: sub(gross, net), funding: 0n as Money };
  const atMs = row.atMs("at");
  return {
    kind: "trip",
    line: row.line,
    symbol,
    atMs,
    id: null,
    side,
    qty,
    entryPrice,
    exitPrice,
    gross,
    fees,
    funding,
    openedAtMs: atMs,
    reason: readExitReason(row.word("reason")),
    labels: null,
  };
}

/** `Close Long` closes a long, and so does the older `Sell`. */
function readClosedSide(text: string): PositionSide {
  const named = /close/i.test(text) ? readSide(text) : null;
  if (named !== null) return named;
  if (/^sell$/i.test(text)) return "long";
  if (/^buy$/i.test(text)) return "short";
  const alone = readSide(text);
  if (alone === null) throw new RowFault("unknown_side");
  return alone;
}

/** The side whose profit by the prices matches the profit that the file states before costs. */
function decideSide(move: Money, gross: Money | null): PositionSide {
  if (gross === null || move === 0n) throw new RowFault("side_undecidable");
  const [asLong, asShort] = [abs(sub(gross, move)), abs(add(gross, move))];
  const [nearer, farther] = asLong < asShort ? [asLong, asShort] : [asShort, asLong];
  // Rounded prices leave a small difference; halfway between both sides nothing is certain.
  if (nearer * 3n >= farther) throw new RowFault("side_undecidable");
  return asLong < asShort ? "long" : "short";
}
