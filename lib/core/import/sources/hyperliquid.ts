import { type Money, neg, ZERO } from "@/lib/core/decimal";
import type { ImportItem } from "@/lib/core/import/import-item";
import { isDollar } from "@/lib/core/import/quote-coins";
import { readFillDirection, readSide } from "@/lib/core/import/read-direction";
import type { RowCells } from "@/lib/core/import/row-cells";
import type { ImportSource } from "@/lib/core/import/source";
import { readExitReason } from "@/lib/core/import/sources/read-exit-reason";

/** Hyperliquid's trade history, of its page and of the archive that its documentation links to. */
export const HYPERLIQUID_TRADES: ImportSource = {
  id: "hyperliquid-trades",
  ledger: "hyperliquid",
  columns: {
    at: { names: ["time"] },
    coin: { names: ["coin"] },
    direction: { names: ["dir", "direction"] },
    price: { names: ["px", "price"] },
    qty: { names: ["sz", "size"] },
    fee: { names: ["fee"] },
    feeCoin: { names: ["feetoken", "fee token"] },
    closed: { names: ["closedpnl", "closed pnl"] },
  },
  required: ["at", "coin", "direction", "price", "qty", "fee"],
  without: ["payment"],
  times: ["at"],
  amounts: ["price", "qty", "fee", "closed"],
  start: () => ({ read: readFill }),
};

/** Its funding history, a file of its own. */
export const HYPERLIQUID_FUNDING: ImportSource = {
  id: "hyperliquid-funding",
  ledger: "hyperliquid",
  columns: {
    at: { names: ["time"] },
    coin: { names: ["coin"] },
    qty: { names: ["sz", "size"] },
    side: { names: ["side"] },
    payment: { names: ["payment"] },
    rate: { names: ["rate"] },
  },
  required: ["at", "coin", "side", "payment", "rate"],
  times: ["at"],
  amounts: ["payment"],
  start: () => ({ read: readFunding }),
};

/**
 * The profit of a row is not read: the page's is net of the row's fee and the archive's may not be, while the
 * prices say the same for both.
 */
function readFill(row: RowCells): ImportItem | null {
  const direction = row.text("direction");
  if (isSpot(row.text("coin"), direction)) return null;
  const fee = row.amountWithUnit("fee");
  const coin = (row.text("feeCoin") || fee?.unit || "").toUpperCase();
  const paid = (fee?.value ?? ZERO) as Money;
  return {
    kind: "fill",
    line: row.line,
    symbol: row.symbol("coin"),
    atMs: row.atMs("at"),
    id: null,
    ...readDirection(direction),
    qty: row.qty("qty"),
    price: row.price("price"),
    fee: isDollar(coin) ? paid : ZERO,
    otherFee: isDollar(coin) || paid === 0n ? null : { coin, amount: paid },
    reason: readExitReason(direction.toLowerCase()),
    realised: null,
    isContracts: false,
    positionAfter: null,
  };
}

/** A deleveraging or a settlement closes the position that there is, and does not name its side. */
function readDirection(text: string): ReturnType<typeof readFillDirection> {
  const isUnnamed = /^(auto-?deleverag|settlement)/i.test(text) && readSide(text) === null;
  return isUnnamed ? { side: "sell", effect: "close", positionSide: null } : readFillDirection(text);
}

function readFunding(row: RowCells): ImportItem {
  return {
    kind: "funding",
    line: row.line,
    symbol: row.symbol("coin"),
    atMs: row.atMs("at"),
    id: null,
    paid: neg(row.amount("payment") as Money),
    positionSide: readSide(row.text("side")),
  };
}

function isSpot(coin: string, direction: string): boolean {
  return coin.includes("/") || coin.startsWith("@") || /^(buy|sell|spot)/i.test(direction);
}
