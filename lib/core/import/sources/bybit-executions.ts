import { type Decimal, type Money, ZERO } from "@/lib/core/decimal";
import type { ImportItem } from "@/lib/core/import/import-item";
import { isDollar, isInverse } from "@/lib/core/import/quote-coins";
import { readFillDirection, readSide } from "@/lib/core/import/read-direction";
import type { RowCells } from "@/lib/core/import/row-cells";
import { RowFault } from "@/lib/core/import/row-fault";
import type { ImportSource } from "@/lib/core/import/source";
import { readExitReason } from "@/lib/core/import/sources/read-exit-reason";

/** Bybit's trade history of derivatives, both generations. The venue writes "Trasaction ID". */
export const BYBIT_EXECUTIONS: ImportSource = {
  id: "bybit-executions",
  ledger: "bybit-executions",
  columns: {
    symbol: { names: ["market", "contracts", "contract", "symbol"] },
    kind: { names: ["filled type"] },
    qty: { names: ["filled quantity", "filled qty"] },
    price: { names: ["filled price"] },
    fee: { names: ["trading fee", "fees paid"] },
    feeCoin: { names: ["feecoin", "fee coin"] },
    direction: { names: ["direction"] },
    orderType: { names: ["order type"] },
    id: { names: ["trasaction id", "transaction id"] },
    at: { names: ["transaction time", "trasaction time"] },
  },
  required: ["symbol", "kind", "qty", "price", "fee", "direction", "at"],
  times: ["at"],
  amounts: ["qty", "price", "fee"],
  start: () => ({ read }),
};

function read(row: RowCells): ImportItem | null {
  const symbol = row.symbol("symbol");
  if (isInverse(symbol)) throw new RowFault("inverse_contract");
  const kind = row.word("kind").replaceAll(" ", "");
  const fee = row.amountWithUnit("fee") ?? { value: ZERO as Decimal, unit: "" };
  const located = { line: row.line, symbol, atMs: row.atMs("at"), id: row.text("id") || null };
  if (kind === "funding")
    return {
      kind: "funding",
      ...located,
      paid: fee.value as Money,
      positionSide: readSide(row.text("direction")),
    };
  const coin = row.text("feeCoin") || fee.unit;
  return {
    kind: "fill",
    ...located,
    ...readFillDirection(row.text("direction")),
    qty: row.qty("qty"),
    price: row.price("price"),
    fee: (isDollar(coin) ? fee.value : ZERO) as Money,
    otherFee: isDollar(coin) ? null : { coin: coin.toUpperCase(), amount: fee.value },
    reason: readExitReason(kind),
    realised: null,
    isContracts: false,
    positionAfter: null,
  };
}
