import { abs, type Money, mul, neg, type Qty, sub } from "@/lib/core/decimal";
import type { ImportItem } from "@/lib/core/import/import-item";
import { isDollar, isInverse } from "@/lib/core/import/quote-coins";
import { readFillDirection } from "@/lib/core/import/read-direction";
import type { RowCells } from "@/lib/core/import/row-cells";
import { RowFault } from "@/lib/core/import/row-fault";
import type { ImportSource } from "@/lib/core/import/source";
import { readExitReason } from "@/lib/core/import/sources/read-exit-reason";

/** Bybit's account log: fills and settlements of funding among transfers and spot trades. */
export const BYBIT_LOG: ImportSource = {
  id: "bybit-log",
  ledger: "bybit-log",
  columns: {
    currency: { names: ["currency", "coin"] },
    symbol: { names: ["contract", "symbol"] },
    type: { names: ["type"] },
    direction: { names: ["direction"] },
    qty: { names: ["quantity"] },
    position: { names: ["position"] },
    price: { names: ["filled price"] },
    funding: { names: ["funding"] },
    fee: { names: ["fee paid"] },
    cash: { names: ["cash flow"] },
    action: { names: ["action"] },
    id: { names: ["tradeid", "trade id"] },
    at: { names: ["time", "transaction time"] },
  },
  required: ["currency", "symbol", "type", "direction", "qty", "price", "funding", "fee", "cash", "at"],
  times: ["at"],
  amounts: ["qty", "position", "price", "funding", "fee", "cash"],
  start: () => ({ read }),
};

const FILLS = /^(trade|liquidation|adl|adltrade|busttrade|delivery)$/;

function read(row: RowCells): ImportItem | null {
  const type = row.word("type");
  const isFunding = type === "settlement" || type === "funding";
  if (!(isFunding || FILLS.test(type)) || row.text("symbol") === "") return null;
  if (!isDollar(row.text("currency"))) {
    if (isInverse(row.text("symbol"))) throw new RowFault("inverse_contract");
    return null;
  }
  const symbol = row.symbol("symbol");
  const located = { line: row.line, symbol, atMs: row.atMs("at"), id: row.text("id") || null };
  if (isFunding) return { kind: "funding", ...located, paid: neg(row.money("funding")), positionSide: null };
  const [qty, price, cash] = [row.qty("qty"), row.price("price"), row.money("cash")];
  if (isSpot(row, { cash, value: mul(price, qty) as unknown as Money })) return null;
  return {
    kind: "fill",
    ...located,
    ...readFillDirection(row.text("direction")),
    qty,
    price,
    fee: neg(row.money("fee")),
    otherFee: null,
    reason: readExitReason(type),
    realised: cash,
    isContracts: false,
    positionAfter: (row.amountWithUnit("position")?.value as Qty | undefined) ?? null,
  };
}

/** A spot trade moves the whole value in cash and leaves no position. */
function isSpot(row: RowCells, { cash, value }: { cash: Money; value: Money }): boolean {
  const position = row.amountWithUnit("position")?.value ?? 0n;
  return position === 0n && abs(sub(abs(cash), value)) * 200n <= value;
}
