import "server-only";
import { parseMoney } from "@/lib/core/decimal";
import type { LimitDay } from "@/lib/core/limits/limit-state";
import { getPool } from "@/lib/db/client";

type Row = {
  seq: number;
  balance: string;
  net: string;
  trades: number;
  lossesInRow: number;
  lastLossAt: Date | null;
};

/**
 * What own limits are compared with, of the day since `startMs`, and the newest event that it includes. Null
 * when there is no such portfolio.
 */
export async function findLimitDay(
  portfolioId: string,
  startMs: number,
): Promise<{ seq: number; day: Omit<LimitDay, "endMs"> } | null> {
  const { rows } = await getPool().query<Row>({
    name: "find-limit-day",
    text: `
      WITH closed AS (
        SELECT "net", "closedSeq", "closedAt" FROM "JournalEntry" WHERE "portfolioId" = $1 AND "closedAt" >= $2
      )
      SELECT p."seq",
        coalesce((SELECT s."balance" FROM "EquitySnapshot" s WHERE s."portfolioId" = $1 AND s."at" < $2
          ORDER BY s."at" DESC, s."seq" DESC LIMIT 1), p."opening")::TEXT AS "balance",
        (coalesce((SELECT sum(t."realised" - t."fee") FROM "Trade" t WHERE t."portfolioId" = $1 AND t."at" >= $2), 0)
          - coalesce((SELECT sum((e."payload" ->> 'paid')::NUMERIC) FROM "PortfolioEvent" e
            WHERE e."portfolioId" = $1 AND e."at" >= $2 AND e."type" = 'funding-settled'), 0))::TEXT AS "net",
        (SELECT count(*)::INT FROM "JournalEntry" j WHERE j."portfolioId" = $1 AND j."openedAt" >= $2
            AND j."closedAt" >= $2)
          + (SELECT count(*)::INT FROM "Position" o WHERE o."portfolioId" = $1 AND o."openedAt" >= $2) AS "trades",
        (SELECT count(*)::INT FROM closed c WHERE c."net" < 0
          AND c."closedSeq" > coalesce((SELECT max(w."closedSeq") FROM closed w WHERE w."net" > 0), 0)) AS "lossesInRow",
        (SELECT max(j."closedAt") FROM "JournalEntry" j WHERE j."portfolioId" = $1 AND j."net" < 0
          AND j."closedAt" >= $2 - INTERVAL '1 day') AS "lastLossAt"
      FROM "Portfolio" p WHERE p."id" = $1`,
    values: [portfolioId, new Date(startMs)],
  });
  const [row] = rows;
  if (!row) return null;
  const { seq, trades, lossesInRow, lastLossAt } = row;
  const money = { balance: parseMoney(row.balance), net: parseMoney(row.net) };
  return { seq, day: { ...money, trades, lossesInRow, lastLossMs: lastLossAt?.getTime() ?? null } };
}
