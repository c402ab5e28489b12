import "server-only";
import { parseMoney } from "@/lib/core/decimal";
import type { EquityItem } from "@/lib/core/stats/equity-curve";
import { getDb } from "@/lib/db/client";

/**
 * The largest number of snapshots that one response computes with; for older ones only the starting equity is
 * returned.
 */
const MAX_SNAPSHOTS = 100_000;

/** Sorts the end of a series behind every snapshot of its instant. */
const END_SEQ = 2 ** 31 - 1;

/**
 * The equity series of a user's portfolios from one instant up to another, in order: each portfolio's equity
 * at the first instant, each of its snapshots, and its equity at the end: just before the other instant, or
 * when it was locked. So days without a snapshot count at the end as they do in between.
 */
export async function findEquityItems(input: {
  userId: string;
  portfolioId?: string;
  from: Date;
  to: Date;
}): Promise<EquityItem[]> {
  const { userId, portfolioId = null, from, to } = input;
  type Row = { portfolioId: string; at: Date; equity: string; flow: string };
  const rows = await getDb().$queryRaw<Row[]>`
    WITH own AS (
      SELECT "id", least("lockedAt", ${new Date(to.getTime() - 1)}::timestamptz) AS "endAt" FROM "Portfolio"
      WHERE "userId" = ${userId} AND (${portfolioId}::text IS NULL OR "id" = ${portfolioId})
    ), newest AS MATERIALIZED (
      SELECT s."portfolioId", s."at", s."seq", s."equity", s."flow"
      FROM own JOIN "EquitySnapshot" s ON s."portfolioId" = own."id"
      WHERE s."at" > ${from} AND s."at" < ${to} ORDER BY s."at" DESC LIMIT ${MAX_SNAPSHOTS}::int
    ), beginning AS (
      SELECT CASE WHEN count(*) < ${MAX_SNAPSHOTS}::int THEN ${from}::timestamptz ELSE min("at") END AS "at" FROM newest
    )
    SELECT "portfolioId", "at", "equity"::text, "flow"::text FROM (
      SELECT own."id" AS "portfolioId", b."at", -1 AS "seq", equity_at(own."id", b."at") AS "equity", 0 AS "flow"
      FROM own, beginning b
      UNION ALL
      SELECT n."portfolioId", n."at", n."seq", n."equity", n."flow" FROM newest n, beginning b WHERE n."at" > b."at"
      UNION ALL
      SELECT own."id", own."endAt", ${END_SEQ}::int, equity_at(own."id", own."endAt"), 0
      FROM own, beginning b WHERE own."endAt" > b."at"
    ) items
    WHERE "equity" IS NOT NULL ORDER BY "at", "portfolioId", "seq"`;
  return rows.map((row) => ({
    portfolioId: row.portfolioId,
    atMs: row.at.getTime(),
    equity: parseMoney(row.equity),
    flow: parseMoney(row.flow),
  }));
}

/**
 * Stores the equity at `atMs` of every portfolio with a position, in one statement: balance plus the
 * unrealised profit of its positions at `marks`. An existing snapshot is not overwritten. Left out are
 * portfolios with a position that has no mark, and those with a newer snapshot, whose state is already later.
 * The equity of a portfolio without positions is in the snapshot of its last booking.
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
    INSERT INTO "EquitySnapshot" ("portfolioId", "at", "seq", "equity", "balance")
    SELECT p."id", ${at}, p."seq", p."balance" + h."pnl", p."balance"
    FROM held h JOIN "Portfolio" p ON p."id" = h."portfolioId"
    WHERE p."market" = 'perpetual' AND h."isMarked" AND NOT EXISTS (
      SELECT 1 FROM "EquitySnapshot" e WHERE e."portfolioId" = p."id" AND e."at" >= ${at})
    ON CONFLICT DO NOTHING`;
}
