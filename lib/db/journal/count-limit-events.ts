import "server-only";
import { getDb } from "@/lib/db/client";

/**
 * How often in a window less than a quarter of a challenge's limit was left and the limit held for the next day; and
 * how often an own limit locked an account.
 */
export async function countLimitEvents(input: {
  userId: string;
  portfolioId?: string | undefined;
  from: Date;
  to: Date;
}): Promise<{ held: number; locked: number }> {
  const { userId, from, to, portfolioId = null } = input;
  const [counts] = await getDb().$queryRaw<{ held: number; locked: number }[]>`
    SELECT count(*) FILTER (WHERE e."type" = 'headroom-warned' AND NOT EXISTS (
        SELECT 1 FROM "PortfolioEvent" b
        WHERE b."portfolioId" = e."portfolioId" AND b."type" IN ('trading-paused', 'challenge-breached')
          AND b."at" >= e."at" AND b."at" < e."at" + INTERVAL '1 day'
          AND b."payload" -> 'rule' ->> 'id' = e."payload" -> 'rule' ->> 'id'))::int AS "held",
      count(*) FILTER (WHERE e."type" = 'limit-locked' AND e."payload" ->> 'cause' <> 'hours')::int AS "locked"
    FROM "Portfolio" p JOIN "PortfolioEvent" e ON e."portfolioId" = p."id"
    WHERE p."userId" = ${userId} AND (${portfolioId}::text IS NULL OR p."id" = ${portfolioId})
      AND e."type" IN ('headroom-warned', 'limit-locked') AND e."at" >= ${from} AND e."at" < ${to}`;
  return counts ?? { held: 0, locked: 0 };
}
