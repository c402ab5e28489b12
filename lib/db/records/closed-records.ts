import "server-only";
import { type Money, type Price, parseDecimal, type Qty } from "@/lib/core/decimal";
import type { OrderKind, OrderPurpose, Side } from "@/lib/core/engine/orders/order";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import { getPool } from "@/lib/db/client";

/** One fill with what it did to its position, for results of closing orders. */
export type FillRecord = {
  seq: number;
  symbol: string;
  side: Side;
  /** The side of the position that it changed. */
  positionSide: PositionSide;
  orderId: string;
  purpose: OrderPurpose;
  kind: OrderKind;
  orderPrice: Price | null;
  orderQty: Qty;
  qty: Qty;
  price: Price;
  /** Signed change of the cost of the position: negative where the fill closes. */
  cost: Money;
  realised: Money;
  fee: Money;
  atMs: number;
};

/**
 * The fills of a portfolio up to an instant, oldest first, beginning for each side of a symbol after it was last flat
 * before `fromMs`: what the results of closing orders in that span depend on.
 */
export async function findFillRecords(
  portfolioId: string,
  span: { symbol?: string | undefined; fromMs: number; untilMs: number },
): Promise<FillRecord[]> {
  const { rows } = await getPool().query<Row>({
    name: "fill-records",
    text: `WITH sided AS (SELECT t.*, trade_side(t."qtyChange", t."cost") AS "positionSide"
        FROM "Trade" t WHERE t."portfolioId" = $1 AND ($2::text IS NULL OR t."symbol" = $2)
          AND t."at" <= to_timestamp($4::float8 / 1000)),
      fills AS (SELECT s.*, sum(s."qtyChange") OVER (PARTITION BY s."symbol", s."positionSide" ORDER BY s."seq") AS "after"
        FROM sided s),
      flat AS (SELECT "symbol", "positionSide", max("seq") AS "seq" FROM fills
        WHERE "after" = 0 AND "at" < to_timestamp($3::float8 / 1000) GROUP BY "symbol", "positionSide")
      SELECT f."seq", f."positionSide", f."symbol", f."side", f."clientOrderId", f."purpose", f."qty", f."price", f."cost", f."realised",
        f."fee", f."at", o."kind", o."price" AS "orderPrice", o."qty" AS "orderQty"
      FROM fills f LEFT JOIN flat ON flat."symbol" = f."symbol" AND flat."positionSide" = f."positionSide"
      LEFT JOIN "Order" o ON o."portfolioId" = $1 AND o."clientOrderId" = f."clientOrderId"
      WHERE f."seq" > COALESCE(flat."seq", 0) ORDER BY f."seq"`,
    values: [portfolioId, span.symbol ?? null, span.fromMs, span.untilMs],
  });
  return rows.map(toRecord);
}

/**
 * Σ profit less fees and funding over the life of the portfolio: of each symbol and, under `symbol side`, of each side of
 * it, where funding of one-way mode counts for neither.
 */
export async function sumRealised(portfolioId: string): Promise<Map<string, Money>> {
  const { rows } = await getPool().query<{ key: string; realised: string }>({
    name: "sum-realised",
    text: `SELECT x."symbol" || coalesce(' ' || x."side", '') AS "key", sum(x."cash")::text AS "realised" FROM (
        SELECT "symbol", trade_side("qtyChange", "cost") AS "side", "cash" FROM "Trade" WHERE "portfolioId" = $1
        UNION ALL SELECT "payload"->>'symbol', "payload"->>'side', -("payload"->>'paid')::numeric FROM "PortfolioEvent"
          WHERE "portfolioId" = $1 AND "type" = 'funding-settled') x
      GROUP BY GROUPING SETS ((x."symbol"), (x."symbol", x."side"))
      HAVING GROUPING(x."side") = 1 OR x."side" IS NOT NULL`,
    values: [portfolioId],
  });
  return new Map(rows.map(({ key, realised }) => [key, parseDecimal(realised) as Money]));
}

type Row = {
  seq: number;
  symbol: string;
  side: Side;
  positionSide: PositionSide;
  clientOrderId: string;
  purpose: OrderPurpose;
  qty: string;
  price: string;
  cost: string;
  realised: string;
  fee: string;
  at: Date;
  kind: OrderKind | null;
  orderPrice: string | null;
  orderQty: string | null;
};

function toRecord(row: Row): FillRecord {
  const { seq, symbol, side, positionSide, purpose } = row;
  return {
    seq,
    symbol,
    side,
    positionSide,
    orderId: row.clientOrderId,
    purpose,
    kind: row.kind ?? "market",
    orderPrice: row.orderPrice === null ? null : (parseDecimal(row.orderPrice) as Price),
    orderQty: parseDecimal(row.orderQty ?? row.qty) as Qty,
    qty: parseDecimal(row.qty) as Qty,
    price: parseDecimal(row.price) as Price,
    cost: parseDecimal(row.cost) as Money,
    realised: parseDecimal(row.realised) as Money,
    fee: parseDecimal(row.fee) as Money,
    atMs: row.at.getTime(),
  };
}
