import "server-only";
import { parseMoney } from "@/lib/core/decimal";
import type { EquityItem } from "@/lib/core/stats/equity-curve";
import { getDb } from "@/lib/db/client";

/** More moments than one answer computes with: more than a year of quarters of an hour. */
const MAX_MOMENTS = 40_000;

/** What was noted of a user's equity between two instants, and the money that came without trading, in order. */
export async function findEquityItems(input: {
  userId: string;
  portfolioId?: string;
  from: Date;
  to: Date;
}): Promise<EquityItem[]> {
  const { userId, portfolioId = null, from, to } = input;
  type Row = { portfolioId: string; at: Date; amount: string; kind: EquityItem["kind"] };
  const rows = await getDb().$queryRaw<Row[]>`
    WITH own AS (
      SELECT "id" FROM "Portfolio" WHERE "userId" = ${userId} AND (${portfolioId}::text IS NULL OR "id" = ${portfolioId})
    ), items AS (
      SELECT s."portfolioId", s."at", s."equity" AS "amount", 'noted' AS "kind"
      FROM own JOIN "EquitySnapshot" s ON s."portfolioId" = own."id"
      UNION ALL
      SELECT e."portfolioId", e."at", coalesce(e."payload" ->> 'opening', e."payload" ->> 'amount')::numeric,
        CASE e."type" WHEN 'balance-adjusted' THEN 'adjusted' ELSE 'begun' END
      FROM own JOIN "PortfolioEvent" e ON e."portfolioId" = own."id"
      WHERE e."type" IN ('portfolio-opened', 'portfolio-reset', 'balance-adjusted')
    )
    SELECT * FROM (
      SELECT "portfolioId", "at", "amount"::text AS "amount", "kind" FROM items
      WHERE "at" >= ${from} AND "at" < ${to} ORDER BY "at" DESC LIMIT ${MAX_MOMENTS}::int
    ) newest ORDER BY "at", "kind", "portfolioId"`;
  return rows.map(({ at, amount, ...row }) => ({ ...row, atMs: at.getTime(), amount: parseMoney(amount) }));
}

/**
 * Stores the equity of every portfolio at `atMs` in one statement: balance and the open profit of its positions
 * at `marks`. One that is stored already stays; one with a position that has no mark is left out, and so is one
 * that has not changed since its last snapshot and holds nothing.
 *
 * @returns how many were stored
 */
export async function insertEquitySnapshots(input: {
  atMs: number;
  marks: readonly { symbol: string; mark: string }[];
}): Promise<number> {
  const at = new Date(input.atMs);
  return getDb().$executeRaw`
    WITH marks AS (
      SELECT m ->> 'symbol' AS "symbol", (m ->> 'mark')::numeric AS "mark"
      FROM json_array_elements(${JSON.stringify(input.marks)}::json) m
    ), held AS (
      SELECT s."portfolioId", bool_and(m."mark" IS NOT NULL) AS "isMarked",
        sum(CASE WHEN s."qty" > 0 THEN s."qty" * m."mark" - s."cost" ELSE s."cost" + s."qty" * m."mark" END) AS "pnl"
      FROM "Position" s LEFT JOIN marks m USING ("symbol") GROUP BY s."portfolioId"
    )
    INSERT INTO "EquitySnapshot" ("portfolioId", "at", "equity", "balance")
    SELECT p."id", ${at}, p."balance" + COALESCE(h."pnl", 0), p."balance"
    FROM "Portfolio" p LEFT JOIN held h ON h."portfolioId" = p."id"
    WHERE p."market" = 'perpetual' AND COALESCE(h."isMarked", TRUE) AND (h."portfolioId" IS NOT NULL OR NOT EXISTS (
      SELECT 1 FROM "EquitySnapshot" e WHERE e."portfolioId" = p."id" AND e."equity" = p."balance"
        AND e."at" = (SELECT max("at") FROM "EquitySnapshot" l WHERE l."portfolioId" = p."id")))
    ON CONFLICT DO NOTHING`;
}
