import "server-only";
import { type Decimal, type Money, type Price, parseDecimal, type Qty } from "@/lib/core/decimal";
import type { Liquidity, OrderKind, OrderPurpose, Side } from "@/lib/core/engine/orders/order";
import { getPool } from "@/lib/db/client";

/** One fill with its order, or one settlement of funding. Quantities positive; `fee` is positive when paid. */
export type ExecutionRecord = {
  seq: number;
  kind: "fill" | "funding";
  symbol: string;
  side: Side;
  qty: Qty;
  price: Price;
  fee: Money;
  feeRate: Decimal;
  /** Gross profit taken. */
  realised: Money;
  mark: Price;
  /** The part of the quantity that closed a position. */
  closed: Qty;
  atMs: number;
  /** Null for funding. */
  order: {
    id: string;
    orderLinkId: string | null;
    kind: OrderKind;
    purpose: OrderPurpose;
    price: Price | null;
    qty: Qty;
    /** Quantity that was left after this fill. */
    left: Qty;
    liquidity: Liquidity;
  } | null;
};

/** Which executions to find. `seqs` is a range of events, both ends included. */
export type ExecutionFilter = {
  symbol?: string | undefined;
  /** The product's own ids of orders. */
  orderIds?: readonly string[] | undefined;
  kind?: "fill" | "funding" | "liquidation" | undefined;
  beforeSeq?: number | undefined;
  fromSeq?: number | undefined;
  fromMs?: number | undefined;
  untilMs?: number | undefined;
  limit: number;
};

/**
 * The quantity of a settlement of funding is the position's at that time: the sum of the fills before it.
 */
const EXECUTIONS = `
  SELECT t."seq", CASE WHEN t."purpose" = 'liquidation' THEN 'liquidation' ELSE 'fill' END AS "kind", t."symbol",
    t."side", t."qty", t."price", t."fee", t."feeRate", t."realised", t."cost", t."evidence"->>'mark' AS "mark", t."at",
    t."clientOrderId", t."liquidity", t."purpose", t."qtyChange"
  FROM "Trade" t WHERE t."portfolioId" = $1
  UNION ALL
  SELECT e."seq", 'funding', e."payload"->>'symbol', NULL,
    (SELECT COALESCE(sum(t."qtyChange"), 0) FROM "Trade" t WHERE t."portfolioId" = e."portfolioId"
      AND t."symbol" = e."payload"->>'symbol' AND t."seq" < e."seq"
      AND (e."payload"->>'side' IS NULL OR trade_side(t."qtyChange", t."cost") = e."payload"->>'side')),
    (e."payload"->>'mark')::numeric, (e."payload"->>'paid')::numeric, (e."payload"->>'rate')::numeric, 0, 0,
    e."payload"->>'mark', e."at", NULL, NULL, NULL, 0
  FROM "PortfolioEvent" e WHERE e."portfolioId" = $1 AND e."type" = 'funding-settled'`;

/** Executions of a portfolio, newest first. */
export async function findExecutionRecords(
  portfolioId: string,
  filter: ExecutionFilter,
): Promise<ExecutionRecord[]> {
  const values: unknown[] = [portfolioId, filter.limit];
  const conditions: string[] = [];
  const add = (value: unknown, build: (at: string) => string) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(build(`$${values.length}`));
  };
  add(filter.symbol, (at) => `x."symbol" = ${at}`);
  add(filter.orderIds, (at) => `x."clientOrderId" = ANY(${at})`);
  add(filter.kind, (at) => `x."kind" = ${at}`);
  add(filter.beforeSeq, (at) => `x."seq" < ${at}`);
  add(filter.fromSeq, (at) => `x."seq" >= ${at}`);
  add(filter.fromMs, (at) => `x."at" >= to_timestamp(${at}::float8 / 1000)`);
  add(filter.untilMs, (at) => `x."at" <= to_timestamp(${at}::float8 / 1000)`);
  const { rows } = await getPool().query<Row>(
    `SELECT x.*, o."kind" AS "orderKind", o."price" AS "orderPrice", o."qty" AS "orderQty", l."orderLinkId",
        (SELECT sum(b."qty") FROM "Trade" b WHERE b."portfolioId" = $1 AND b."clientOrderId" = x."clientOrderId"
          AND b."seq" <= x."seq") AS "filled"
      FROM (${EXECUTIONS}) x
      LEFT JOIN "Order" o ON o."portfolioId" = $1 AND o."clientOrderId" = x."clientOrderId"
      LEFT JOIN "OrderLink" l ON l."portfolioId" = $1 AND l."clientOrderId" = x."clientOrderId"
      WHERE ${conditions.join(" AND ") || "true"} ORDER BY x."seq" DESC LIMIT $2`,
    values,
  );
  return rows.map(toRecord);
}

type Row = {
  seq: number;
  kind: "fill" | "liquidation" | "funding";
  symbol: string;
  side: Side | null;
  qty: string;
  price: string;
  fee: string;
  feeRate: string;
  realised: string;
  cost: string;
  mark: string;
  at: Date;
  clientOrderId: string | null;
  liquidity: Liquidity | null;
  purpose: OrderPurpose | null;
  orderKind: OrderKind | null;
  orderPrice: string | null;
  orderQty: string | null;
  orderLinkId: string | null;
  filled: string | null;
};

function toRecord(row: Row): ExecutionRecord {
  const signed = parseDecimal(row.qty) as Qty;
  const qty = (signed < 0n ? -signed : signed) as Qty;
  const isClosing = row.kind === "funding" || parseDecimal(row.cost) < 0n;
  const orderQty = parseDecimal(row.orderQty ?? row.qty) as Qty;
  return {
    seq: row.seq,
    kind: row.kind === "funding" ? "funding" : "fill",
    symbol: row.symbol,
    side: row.side ?? (signed < 0n ? "sell" : "buy"),
    qty,
    price: parseDecimal(row.price) as Price,
    fee: parseDecimal(row.fee) as Money,
    feeRate: parseDecimal(row.feeRate),
    realised: parseDecimal(row.realised) as Money,
    mark: parseDecimal(row.mark) as Price,
    closed: isClosing ? qty : (0n as Qty),
    atMs: row.at.getTime(),
    order:
      row.clientOrderId === null || row.purpose === null || row.liquidity === null
        ? null
        : {
            id: row.clientOrderId,
            orderLinkId: row.orderLinkId,
            kind: row.orderKind ?? "market",
            purpose: row.purpose,
            price: row.orderPrice === null ? null : (parseDecimal(row.orderPrice) as Price),
            qty: orderQty,
            left: (orderQty - parseDecimal(row.filled ?? "0")) as Qty,
            liquidity: row.liquidity,
          },
  };
}
