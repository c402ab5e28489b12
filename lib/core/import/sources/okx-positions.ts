import {
  abs,
  add,
  type Decimal,
  div,
  type Money,
  mul,
  neg,
  ONE,
  type Price,
  type Qty,
  sub,
} from "@/lib/core/decimal";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import type { ImportedTrip } from "@/lib/core/import/import-item";
import { isInverse } from "@/lib/core/import/quote-coins";
import { readSide } from "@/lib/core/import/read-direction";
import type { RowCells } from "@/lib/core/import/row-cells";
import { RowFault } from "@/lib/core/import/row-fault";
import type { ImportSource } from "@/lib/core/import/source";
import { readExitReason } from "@/lib/core/import/sources/read-exit-reason";

/** OKX's position history: one row for each position that is closed. */
export const OKX_POSITIONS: ImportSource = {
  id: "okx-positions",
  ledger: "okx-positions",
  columns: {
    openedAt: { names: ["position create time", "create time", "open time"] },
    at: { names: ["position update time", "update time", "close time"] },
    symbol: { names: ["instrument name", "instrument", "instrument id"] },
    side: { names: ["direction", "position side"] },
    entry: { names: ["average open price", "avg open price", "open average price"] },
    exit: { names: ["average close price", "avg close price", "close average price"] },
    gross: { names: ["pnl"] },
    fee: { names: ["fee"] },
    funding: { names: ["funding fee"] },
    penalty: { names: ["liquidation penalty"] },
    closed: { names: ["close amount", "closed amount", "close size", "closed size"] },
    face: { names: ["contract face value", "contract value"] },
    multiplier: { names: ["contract multiplier"] },
    type: { names: ["close type", "type", "status"] },
  },
  required: ["openedAt", "at", "symbol", "side", "entry", "exit", "gross", "fee"],
  times: ["openedAt", "at"],
  amounts: ["entry", "exit", "gross", "fee", "funding", "closed"],
  start: () => ({ read }),
};

function read(row: RowCells): ImportedTrip {
  const name = row.symbol("symbol");
  if (isInverse(name.replace(/-SWAP$/i, ""))) throw new RowFault("inverse_contract");
  const side = readSide(row.text("side"));
  if (side === null) throw new RowFault("unknown_side");
  const [entryPrice, exitPrice] = [row.price("entry"), row.price("exit")];
  const gross = row.amount("gross") as Money;
  const openedAtMs = row.atMs("openedAt");
  return {
    kind: "trip",
    line: row.line,
    symbol: name.replace(/-SWAP$/i, "").replaceAll("-", ""),
    openedAtMs,
    atMs: row.atMs("at"),
    id: null,
    side,
    qty: readContracts(row) ?? deriveQty(gross, { side, entryPrice, exitPrice }),
    entryPrice,
    exitPrice,
    gross,
    fees: neg(add(row.money("fee"), row.money("penalty"))),
    funding: neg(row.money("funding")),
    reason: readExitReason(row.word("type")),
    labels: null,
  };
}

/** The closed contracts in coins, where the file has their size. */
function readContracts(row: RowCells): Qty | null {
  const [closed, face] = [row.money("closed"), row.money("face")];
  if (closed === 0n || face <= 0n) return null;
  const multiplier = row.amountWithUnit("multiplier")?.value ?? ONE;
  return abs(mul(mul(closed, face), multiplier)) as Decimal as Qty;
}

/** Contracts of unknown size closed: the quantity that makes this profit between these prices. */
function deriveQty(gross: Money, trade: { side: PositionSide; entryPrice: Price; exitPrice: Price }): Qty {
  const move = sub(trade.exitPrice, trade.entryPrice);
  if (move === 0n || gross === 0n) throw new RowFault("figures_disagree");
  const signed = div<Decimal>(gross, trade.side === "long" ? move : neg(move));
  if (signed <= 0n) throw new RowFault("figures_disagree");
  return abs(signed) as Qty;
}
