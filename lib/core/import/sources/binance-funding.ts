import { type Money, neg } from "@/lib/core/decimal";
import type { ImportItem } from "@/lib/core/import/import-item";
import { isDollar, isInverse } from "@/lib/core/import/quote-coins";
import type { RowCells } from "@/lib/core/import/row-cells";
import { RowFault } from "@/lib/core/import/row-fault";
import type { ImportSource } from "@/lib/core/import/source";

/**
 * Transaction history of Binance's USD-M futures, of which the funding is read: the file of trades has none, and this
 * one has their profit and commission once more.
 */
export const BINANCE_FUNDING: ImportSource = {
  id: "binance-funding",
  ledger: "binance",
  columns: {
    at: { names: ["time", "date", "date time", "时间", "時間"] },
    type: { names: ["type", "类型", "類型"] },
    asset: { names: ["asset", "coin", "资产", "資產"] },
    amount: { names: ["amount", "金额", "金額", "数量"] },
    symbol: { names: ["symbol", "合约", "合約", "交易对"] },
    id: { names: ["transaction id", "tran id", "交易id"] },
  },
  required: ["at", "type", "asset", "amount", "symbol"],
  without: ["price", "side", "direction"],
  times: ["at"],
  amounts: ["amount"],
  start: () => ({ read }),
};

function read(row: RowCells): ImportItem | null {
  if (!/fund|资金费|資金費/.test(row.word("type"))) return null;
  const symbol = row.symbol("symbol");
  if (isInverse(symbol) || !isDollar(row.text("asset"))) throw new RowFault("inverse_contract");
  return {
    kind: "funding",
    line: row.line,
    symbol,
    atMs: row.atMs("at"),
    id: row.text("id") === "" ? null : `${symbol} ${row.text("id")}`,
    paid: neg(row.amount("amount") as Money),
    positionSide: null,
  };
}
