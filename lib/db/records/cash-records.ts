import "server-only";
import { type Decimal, type Money, type Price, parseDecimal, type Qty } from "@/lib/core/decimal";
import type { Side } from "@/lib/core/engine/orders/order";
import { getPool } from "@/lib/db/client";

export const CASH_KINDS = ["trade", "liquidation", "funding", "deposit", "withdrawal"] as const;

/** One change of a portfolio's balance. `balance` is the balance after it, `change` what it changed. */
export type CashRecord = {
  seq: number;
  kind: (typeof CASH_KINDS)[number];
  symbol: string | null;
  side: Side | null;
  qty: Qty;
  /** Signed position after it, in hedge mode of its side. */
  held: Qty;
  price: Price | null;
  realised: Money;
  fee: Money;
  feeRate: Decimal;
  /** Received; negative when paid. */
  funding: Money;
  change: Money;
  balance: Money;
  orderId: string | null;
  orderLinkId: string | null;
  atMs: number;
};

export type CashFilter = {
  kinds: readonly CashRecord["kind"][];
  fromMs: number;
  untilMs: number;
  beforeSeq?: number | undefined;
  limit: number;
};

/**
 * The raise of a challenge's balance is a deposit. A reset sets the balance to its opening: its `amount` counts from there,
 * in an epoch of its own.
 */
const CHANGES = `
  SELECT t."seq", 'trade' AS "source", t."symbol", t."side", t."purpose", t."qty", t."qtyChange", t."price", t."realised",
    t."fee", t."feeRate", 0::numeric AS "funding", t."cash" AS "amount", 0 AS "opens", t."clientOrderId", t."at",
    trade_side(t."qtyChange", t."cost") AS "positionSide"
  FROM "Trade" t WHERE t."portfolioId" = $1
  UNION ALL
  SELECT e."seq", 'funding', e."payload"->>'symbol', NULL, NULL, 0, 0, (e."payload"->>'mark')::numeric, 0, 0,
    (e."payload"->>'rate')::numeric, -(e."payload"->>'paid')::numeric,
    -(e."payload"->>'paid')::numeric, 0, NULL, e."at", e."payload"->>'side'
  FROM "PortfolioEvent" e WHERE e."portfolioId" = $1 AND e."type" = 'funding-settled'
  UNION ALL
  SELECT e."seq", 'transfer', NULL, NULL, NULL, 0, 0, NULL, 0, 0, 0, 0,
    COALESCE(e."payload"->>'amount', e."payload"->>'opening')::numeric,
    CASE WHEN e."type" IN ('portfolio-reset', 'portfolio-opened') THEN 1 ELSE 0 END, NULL, e."at", NULL
  FROM "PortfolioEvent" e WHERE e."portfolioId" = $1
    AND e."type" IN ('balance-adjusted', 'challenge-scaled', 'portfolio-reset', 'portfolio-opened')`;

/** Changes of a portfolio's balance in a span of time, newest first. */
export async function findCashRecords(portfolioId: string, filter: CashFilter): Promise<CashRecord[]> {
  const { fromMs, untilMs, beforeSeq, limit, kinds } = filter;
  const { rows } = await getPool().query<Row>({
    name: "cash-records",
    text: `WITH changes AS (SELECT c.*, sum(c."opens") OVER (ORDER BY c."seq") AS "epoch" FROM (${CHANGES}) c),
      sums AS (SELECT c.*,
          sum(c."amount") OVER (PARTITION BY c."epoch" ORDER BY c."seq") AS "balance",
          sum(c."qtyChange") FILTER (WHERE c."positionSide" = 'long') OVER ofSymbol AS "long",
          sum(c."qtyChange") FILTER (WHERE c."positionSide" = 'short') OVER ofSymbol AS "short"
        FROM changes c WINDOW ofSymbol AS (PARTITION BY c."symbol" ORDER BY c."seq")),
      lines AS (SELECT s.*, (CASE WHEN s."positionSide" IS DISTINCT FROM 'short' THEN coalesce(s."long", 0) ELSE 0 END)
          + (CASE WHEN s."positionSide" IS DISTINCT FROM 'long' THEN coalesce(s."short", 0) ELSE 0 END) AS "heldAfter",
        s."balance" - COALESCE(lag(s."balance") OVER (ORDER BY s."seq"), 0) AS "change" FROM sums s),
      named AS (SELECT x.*, CASE WHEN x."purpose" = 'liquidation' THEN 'liquidation'
          WHEN x."source" <> 'transfer' THEN x."source" WHEN x."change" < 0 THEN 'withdrawal' ELSE 'deposit' END AS "kind"
        FROM lines x WHERE x."source" <> 'transfer' OR x."change" <> 0)
      SELECT x.*, l."orderLinkId" FROM named x
      LEFT JOIN "OrderLink" l ON l."portfolioId" = $1 AND l."clientOrderId" = x."clientOrderId"
      WHERE x."at" >= to_timestamp($2::float8 / 1000) AND x."at" <= to_timestamp($3::float8 / 1000)
        AND ($4::int IS NULL OR x."seq" < $4) AND x."kind" = ANY($5)
      ORDER BY x."seq" DESC LIMIT $6`,
    values: [portfolioId, fromMs, untilMs, beforeSeq ?? null, kinds, limit],
  });
  return rows.map(toRecord);
}

type Row = Record<
  "qty" | "heldAfter" | "realised" | "fee" | "feeRate" | "funding" | "change" | "balance",
  string
> &
  Pick<CashRecord, "seq" | "kind" | "symbol" | "side" | "orderLinkId"> & {
    price: string | null;
    clientOrderId: string | null;
    at: Date;
  };

function toRecord(row: Row): CashRecord {
  const { seq, kind, symbol, side, orderLinkId } = row;
  const held = parseDecimal(row.heldAfter) as Qty;
  return {
    seq,
    kind,
    symbol,
    side,
    qty: kind === "funding" ? ((held < 0n ? -held : held) as Qty) : (parseDecimal(row.qty) as Qty),
    held,
    price: row.price === null ? null : (parseDecimal(row.price) as Price),
    realised: parseDecimal(row.realised) as Money,
    fee: parseDecimal(row.fee) as Money,
    feeRate: parseDecimal(row.feeRate),
    funding: parseDecimal(row.funding) as Money,
    change: parseDecimal(row.change) as Money,
    balance: parseDecimal(row.balance) as Money,
    orderId: row.clientOrderId,
    orderLinkId,
    atMs: row.at.getTime(),
  };
}
