import { type Decimal, type Money, ZERO } from "@/lib/core/decimal";
import type { ImportItem } from "@/lib/core/import/import-item";
import { isDollar, isInverse } from "@/lib/core/import/quote-coins";
import { readFillDirection, readSide } from "@/lib/core/import/read-direction";
import type { RowCells } from "@/lib/core/import/row-cells";
import { RowFault } from "@/lib/core/import/row-fault";
import type { ImportSource } from "@/lib/core/import/source";

/** Trade history of Binance's USD-M futures. Realised profit is before fees and stands on closing fills. */
export const BINANCE_TRADES: ImportSource = {
  id: "binance-trades",
  ledger: "binance",
  columns: {
    at: { names: ["time", "date", "date time", "时间", "時間"] },
    symbol: { names: ["symbol", "pair", "合约", "合約", "交易对"] },
    side: { names: ["side", "方向"] },
    positionSide: { names: ["position side"] },
    price: { names: ["price", "价格", "價格"] },
    qty: { names: ["quantity", "executed qty", "数量", "數量"] },
    fee: { names: ["fee", "commission", "手续费", "手續費"] },
    feeCoin: { names: ["fee coin", "commission asset", "fee asset"] },
    realised: { names: ["realized profit", "realized pnl", "已实现盈亏", "已實現盈虧"] },
    id: { names: ["trade id", "tradeid", "id", "成交id"] },
  },
  required: ["at", "symbol", "side", "price", "qty", "fee", "realised"],
  times: ["at"],
  amounts: ["price", "qty", "fee", "realised"],
  start: () => ({ read }),
};

function read(row: RowCells): ImportItem {
  const symbol = row.symbol("symbol");
  if (isInverse(symbol)) throw new RowFault("inverse_contract");
  const fee = row.amountWithUnit("fee") ?? { value: ZERO as Decimal, unit: "" };
  const coin = (row.text("feeCoin") || fee.unit).toUpperCase();
  const { side } = readFillDirection(row.text("side"));
  const positionSide = readSide(row.text("positionSide"));
  const isOpening = positionSide !== null && (positionSide === "long") === (side === "buy");
  return {
    kind: "fill",
    line: row.line,
    symbol,
    atMs: row.atMs("at"),
    // The same number exists in each market.
    id: row.text("id") === "" ? null : `${symbol} ${row.text("id")}`,
    side,
    effect: positionSide === null ? null : isOpening ? "open" : "close",
    positionSide,
    qty: row.qty("qty"),
    price: row.price("price"),
    fee: (isDollar(coin) ? fee.value : ZERO) as Money,
    otherFee: isDollar(coin) || fee.value === 0n ? null : { coin, amount: fee.value },
    reason: "manual",
    realised: row.money("realised"),
    isContracts: false,
    positionAfter: null,
  };
}
