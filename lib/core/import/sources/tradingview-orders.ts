import { abs, type Money } from "@/lib/core/decimal";
import type { ImportedFill } from "@/lib/core/import/import-item";
import { readFillDirection } from "@/lib/core/import/read-direction";
import { type RowCells, requireSymbol } from "@/lib/core/import/row-cells";
import type { ImportSource } from "@/lib/core/import/source";
import { readExitReason } from "@/lib/core/import/sources/read-exit-reason";
import { shortenTradingviewSymbol } from "@/lib/core/import/sources/shorten-tradingview-symbol";

/** Orders of the chart site's paper account. The fill's time is the closing time. */
export const TRADINGVIEW_ORDERS: ImportSource = {
  id: "tradingview-orders",
  ledger: "tradingview-orders",
  columns: {
    symbol: { names: ["symbol"] },
    side: { names: ["side"] },
    type: { names: ["type"] },
    qty: { names: ["filled qty", "filled quantity", "qty", "quantity"] },
    price: { names: ["fill price", "avg fill price", "average fill price"] },
    status: { names: ["status"] },
    commission: { names: ["commission"] },
    at: { names: ["closing time", "update time", "close time"] },
    id: { names: ["order id"] },
  },
  required: ["symbol", "side", "type", "qty", "price", "status", "at"],
  times: ["at"],
  amounts: ["qty", "price", "commission"],
  start: () => ({ read }),
};

function read(row: RowCells): ImportedFill | null {
  // Cancelled, rejected and working orders have no fill.
  if (row.text("price") === "") return null;
  const reason = readExitReason(row.word("type"));
  return {
    kind: "fill",
    line: row.line,
    symbol: requireSymbol(shortenTradingviewSymbol(row.text("symbol"))),
    atMs: row.atMs("at"),
    id: row.text("id") || null,
    ...readFillDirection(row.text("side")),
    // A stop can open a position; a stop loss or a take profit only closes one.
    effect: /take profit|stop loss/.test(row.word("type")) ? "close" : null,
    qty: row.qty("qty"),
    price: row.price("price"),
    fee: abs(row.money("commission")) as Money,
    otherFee: null,
    reason,
    realised: null,
    isContracts: false,
    positionAfter: null,
  };
}
