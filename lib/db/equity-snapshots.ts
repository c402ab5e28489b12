import "server-only";
import { getDb } from "@/lib/db/client";

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
