import { abs, type Money, neg, ZERO } from "@/lib/core/decimal";
import type { ImportItem } from "@/lib/core/import/import-item";
import { isDollar, isInverse } from "@/lib/core/import/quote-coins";
import { readFillDirection } from "@/lib/core/import/read-direction";
import type { RowCells } from "@/lib/core/import/row-cells";
import { RowFault } from "@/lib/core/import/row-fault";
import type { ImportSource } from "@/lib/core/import/source";
import { readExitReason } from "@/lib/core/import/sources/read-exit-reason";

/** OKX's trading history: bills of the account, one a line. Quantities of swaps are in contracts. */
export const OKX_LOG: ImportSource = {
  id: "okx-log",
  ledger: "okx-log",
  columns: {
    id: { names: ["id"] },
    order: { names: ["order id", "订单id", "訂單id"] },
    at: { names: ["time", "时间", "時間"] },
    market: { names: ["trade type", "type", "交易类型", "交易類型"] },
    symbol: { names: ["symbol", "instrument", "交易品种", "交易品種"] },
    action: { names: ["action", "交易动作", "交易動作"] },
    qty: { names: ["amount", "数量", "數量"] },
    unit: { names: ["trading unit", "unit", "交易单位", "交易單位"] },
    price: { names: ["filled price", "成交价", "成交價"] },
    pnl: { names: ["pnl", "pl", "收益"] },
    fee: { names: ["fee", "手续费", "手續費"] },
    feeUnit: { names: ["fee unit", "手续费单位", "手續費單位"] },
    change: { names: ["balance change", "余额变动", "餘額變動"] },
    balanceUnit: { names: ["balance unit", "余额单位", "餘額單位"] },
  },
  required: ["at", "symbol", "action", "qty", "price", "pnl", "fee"],
  times: ["at"],
  amounts: ["qty", "price", "pnl", "fee", "change"],
  start: () => ({ read }),
};

function read(row: RowCells): ImportItem | null {
  const action = row.word("action");
  if (/transfer|interest|convert|deposit|withdraw|rebate|转入|转出|轉入|轉出|利息/.test(action)) return null;
  const name = row.text("symbol");
  if (name === "" || isSpot(row, name)) return null;
  if (isInverse(name.replace(/-SWAP$/i, ""))) throw new RowFault("inverse_contract");
  const symbol = row
    .symbol("symbol")
    .replace(/-SWAP$/i, "")
    .replaceAll("-", "");
  const located = { line: row.line, symbol, atMs: row.atMs("at"), id: row.text("id") || null };
  if (/funding|资金费|資金費/.test(action)) {
    return { kind: "funding", ...located, paid: neg(readFunding(row)), positionSide: null };
  }
  const fee = row.amountWithUnit("fee");
  const coin = (row.text("feeUnit") || fee?.unit || "").toUpperCase();
  const paid = neg((fee?.value ?? ZERO) as Money);
  return {
    kind: "fill",
    ...located,
    ...readFillDirection(row.text("action")),
    qty: row.qty("qty"),
    price: row.price("price"),
    fee: isDollar(coin) ? paid : ZERO,
    otherFee: isDollar(coin) || paid === 0n ? null : { coin, amount: paid },
    reason: readExitReason(action),
    realised: row.money("pnl"),
    isContracts: isContracts(row),
    positionAfter: null,
  };
}

function readFunding(row: RowCells): Money {
  const amount = row.money("pnl") === 0n ? row.money("change") : row.money("pnl");
  const isExpense = /expense|paid|支出/.test(row.word("action"));
  const isIncome = /income|received|收入/.test(row.word("action"));
  if (isExpense) return neg(abs(amount));
  return isIncome ? abs(amount) : amount;
}

function isContracts(row: RowCells): boolean {
  return /cont|张|張|^$/.test(row.word("unit"));
}

function isSpot(row: RowCells, symbol: string): boolean {
  if (/spot|margin|币币|现货|現貨|杠杆/.test(row.word("market"))) return true;
  return (
    !/SWAP|-\d{6}/i.test(symbol) &&
    !/swap|futures|perp|永续|永續|交割/.test(row.word("market")) &&
    !isContracts(row)
  );
}
