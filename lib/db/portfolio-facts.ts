import "server-only";
import { type Money, parseMoney } from "@/lib/core/decimal";
import { getDb } from "@/lib/db/client";

/** What is known of a portfolio besides its state. */
export type StoredFacts = { userId: string; name: string; kind: "PRACTICE" | "CHALLENGE"; timeZone: string };

/** Name, kind and owner's time zone of a portfolio; null when there is none. */
export async function findFacts(portfolioId: string): Promise<StoredFacts | null> {
  const row = await getDb().portfolio.findUnique({
    where: { id: portfolioId },
    select: { userId: true, name: true, kind: true, user: { select: { timeZone: true } } },
  });
  if (!row) return null;
  const kind = row.kind === "CHALLENGE" ? "CHALLENGE" : "PRACTICE";
  return { userId: row.userId, name: row.name, kind, timeZone: row.user.timeZone };
}

/** Equity at `atMs`: the last snapshot by then, unless the portfolio began anew after it; null when there is none. */
export async function findEquityAt(portfolioId: string, atMs: number): Promise<Money | null> {
  const [row] = await getDb().$queryRaw<{ equity: string }[]>`
    SELECT "equity"::text FROM "EquitySnapshot"
    WHERE "portfolioId" = ${portfolioId} AND "at" <= ${new Date(atMs)} AND "at" >= (
      SELECT COALESCE(max("at"), '-infinity') FROM "PortfolioEvent"
      WHERE "portfolioId" = ${portfolioId} AND "type" IN ('portfolio-opened', 'portfolio-reset')
    )
    ORDER BY "at" DESC LIMIT 1`;
  return row ? parseMoney(row.equity) : null;
}
