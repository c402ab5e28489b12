import "server-only";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import { Prisma } from "@/lib/db/generated/client";
import type { EndedOrderFilter, FillFilter } from "@/lib/schemas/trading/trading";

/** The most frequent queries, each of which has its own index (`hot-queries.itest.ts` checks the plans). */

const MAX_SEQ = 2 ** 31 - 1;
const DAY_MS = 86_400_000;

/** A page of a list that is ordered by sequence, newest first. */
export type SeqPage = { beforeSeq?: number; limit: number };

/** Columns of `OrderRow`. */
const ORDER_COLUMNS = Prisma.sql`"portfolioId", "clientOrderId", "symbol", "side", "kind", "status", "qty"::text,
  "filled"::text, "filledValue"::text, "fees"::text, "price"::text, "triggerPrice"::text, "triggerBy",
  "trailDistance"::text, "trailActivation"::text, "trailExtreme"::text, "timeInForce", "reduceOnly", "purpose",
  "attached"::text, "reason", "acceptedAt", "acceptedSeq", "expiresAt",
  "endedAt"`;

/** Open orders of a portfolio, newest first. */
export function openOrdersQuery(portfolioId: string): Prisma.Sql {
  return Prisma.sql`SELECT ${ORDER_COLUMNS} FROM "Order"
    WHERE "portfolioId" = ${portfolioId} AND "endedAt" IS NULL ORDER BY "acceptedSeq" DESC`;
}

function nameColumn(path: string): Prisma.Sql {
  const quoted = path.split(".").map((part) => `"${part}"`);
  return Prisma.raw(quoted.join("."));
}

/** A condition on a column; none without a value. */
function filterBy(column: string, value: string | undefined): Prisma.Sql {
  return value === undefined ? Prisma.empty : Prisma.sql`AND ${nameColumn(column)} = ${value}`;
}

/** A condition on an instant: within days of UTC, both included. */
function filterDays(column: string, { from, to }: Pick<FillFilter, "from" | "to">): Prisma.Sql {
  const name = nameColumn(column);
  const first = from === undefined ? Prisma.empty : Prisma.sql`AND ${name} >= ${new Date(from)}`;
  if (to === undefined) return first;
  return Prisma.sql`${first} AND ${name} < ${new Date(Date.parse(to) + DAY_MS)}`;
}

/** Several orders of a portfolio. */
export function ordersQuery(portfolioId: string, clientOrderIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`SELECT ${ORDER_COLUMNS} FROM "Order"
    WHERE "portfolioId" = ${portfolioId} AND "clientOrderId" = ANY (${clientOrderIds})`;
}

/** Final orders that were accepted before `beforeSeq`, newest first. */
export function orderHistoryQuery(portfolioId: string, page: SeqPage & EndedOrderFilter): Prisma.Sql {
  const { symbol, side, kind, status } = page;
  return Prisma.sql`SELECT ${ORDER_COLUMNS} FROM "Order"
    WHERE "portfolioId" = ${portfolioId} AND "acceptedSeq" < ${page.beforeSeq ?? MAX_SEQ}::int
      AND "endedAt" IS NOT NULL ${filterBy("symbol", symbol)} ${filterBy("side", side)}
      ${filterBy("kind", kind)} ${filterBy("status", status)} ${filterDays("endedAt", page)}
    ORDER BY "acceptedSeq" DESC LIMIT ${page.limit}::int`;
}

/** Queued market orders that were accepted before `acceptedBefore`. */
export function queuedOrdersQuery(input: { acceptedBefore: Date; limit: number }): Prisma.Sql {
  return Prisma.sql`SELECT "portfolioId", "clientOrderId", "acceptedAt" FROM "Order"
    WHERE "status" = 'QUEUED' AND "acceptedAt" < ${input.acceptedBefore}
    ORDER BY "acceptedAt" LIMIT ${input.limit}::int`;
}

/** Portfolios with an open order that has expired. */
export function overdueQuery(input: { now: Date; limit: number }): Prisma.Sql {
  return Prisma.sql`SELECT "portfolioId" FROM "Order"
    WHERE "endedAt" IS NULL AND "expiresAt" IS NOT NULL AND "expiresAt" < ${input.now}
    ORDER BY "expiresAt" LIMIT ${input.limit}::int`;
}

/**
 * Positions in `symbol` at an instant, the two sides of a hedged one by themselves, with the signed quantity (the
 * current quantity minus the changes of its fills since) and the epoch that it belongs to. Fills from before a reset are left out.
 */
export function holdersQuery(input: { symbol: string; at: Date }): Prisma.Sql {
  return Prisma.sql`WITH later AS (
      SELECT t."portfolioId", trade_side(t."qtyChange", t."cost") AS "side", sum(t."qtyChange") AS qty
      FROM "Trade" t JOIN "Portfolio" p ON p."id" = t."portfolioId" AND p."epoch" = t."epoch"
      WHERE t."at" > ${input.at} AND t."symbol" = ${input.symbol}
      GROUP BY 1, 2
    )
    SELECT "portfolioId", "positionQty"::text,
      (SELECT p."epoch" FROM "Portfolio" p WHERE p."id" = "portfolioId") AS "epoch"
    FROM (
      SELECT "portfolioId", coalesce(now."qty", 0) - coalesce(later.qty, 0) AS "positionQty"
      FROM (SELECT "portfolioId", CASE WHEN "qty" > 0 THEN 'long' ELSE 'short' END AS "side", "qty"
        FROM "Position" WHERE "symbol" = ${input.symbol}) now
      FULL JOIN later USING ("portfolioId", "side")
    ) at_instant WHERE "positionQty" <> 0`;
}

/** A condition on the side of the position that a fill has changed. */
function filterSide(side: PositionSide | undefined): Prisma.Sql {
  return side === undefined ? Prisma.empty : Prisma.sql`AND trade_side(t."qtyChange", t."cost") = ${side}`;
}

/**
 * Fills of a portfolio before `beforeSeq`, newest first, each with the time at which its order was accepted.
 */
export function fillsQuery(
  portfolioId: string,
  page: SeqPage & FillFilter & { positionSide?: PositionSide },
): Prisma.Sql {
  return Prisma.sql`SELECT t."seq", t."clientOrderId", t."symbol", t."side", t."purpose", t."qty"::text,
      trade_side(t."qtyChange", t."cost") AS "positionSide", t."price"::text, t."fee"::text, t."realised"::text, t."liquidity", t."evidence"::text, t."at", o."acceptedAt"
    FROM "Trade" t
    LEFT JOIN "Order" o ON o."portfolioId" = t."portfolioId" AND o."clientOrderId" = t."clientOrderId"
    WHERE t."portfolioId" = ${portfolioId} AND t."seq" < ${page.beforeSeq ?? MAX_SEQ}::int
      ${filterSide(page.positionSide)} ${filterBy("t.symbol", page.symbol)} ${filterBy("t.side", page.side)} ${filterDays("t.at", page)}
    ORDER BY t."seq" DESC LIMIT ${page.limit}::int`;
}

/** Events after `afterSeq` and up to `throughSeq`, oldest first. */
export function eventsQuery(
  portfolioId: string,
  range: { afterSeq: number; throughSeq?: number; limit: number },
): Prisma.Sql {
  return Prisma.sql`SELECT "seq", "type", "payload"::text, "at", "hash" FROM "PortfolioEvent"
    WHERE "portfolioId" = ${portfolioId} AND "seq" > ${range.afterSeq}::int
      AND "seq" <= ${range.throughSeq ?? MAX_SEQ}::int
    ORDER BY "seq" LIMIT ${range.limit}::int`;
}

/** Events before `beforeSeq`, newest first. */
export function newestEventsQuery(
  portfolioId: string,
  page: { beforeSeq?: number; limit: number },
): Prisma.Sql {
  return Prisma.sql`SELECT "seq", "type", "payload"::text, "at", "hash" FROM "PortfolioEvent"
    WHERE "portfolioId" = ${portfolioId} AND "seq" < ${page.beforeSeq ?? MAX_SEQ}::int
    ORDER BY "seq" DESC LIMIT ${page.limit}::int`;
}
