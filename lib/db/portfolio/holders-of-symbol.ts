import "server-only";
import { getDb } from "@/lib/db/client";

/** Portfolios with a position or an open order in `symbol`, at most `limit`. */
export async function findPortfoliosIn(symbol: string, limit: number): Promise<string[]> {
  const rows = await getDb().$queryRaw<{ portfolioId: string }[]>`
    SELECT "portfolioId" FROM "Position" WHERE "symbol" = ${symbol}
    UNION SELECT "portfolioId" FROM "Order" WHERE "symbol" = ${symbol} AND "endedAt" IS NULL
    LIMIT ${limit}::int`;
  return rows.map(({ portfolioId }) => portfolioId);
}

/** Portfolios with an open order in `symbol`, at most `limit`. */
export async function findPortfoliosWithOrders(symbol: string, limit: number): Promise<string[]> {
  const rows = await getDb().$queryRaw<{ portfolioId: string }[]>`
    SELECT DISTINCT "portfolioId" FROM "Order" WHERE "symbol" = ${symbol} AND "endedAt" IS NULL LIMIT ${limit}::int`;
  return rows.map(({ portfolioId }) => portfolioId);
}

/** Those of `symbols` in which a portfolio has a position. */
export async function findPositionSymbols(symbols: readonly string[]): Promise<string[]> {
  const rows = await getDb().$queryRaw<{ symbol: string }[]>`
    SELECT s."symbol" FROM unnest(${[...symbols]}::text[]) AS s("symbol")
    WHERE EXISTS (SELECT 1 FROM "Position" p WHERE p."symbol" = s."symbol") ORDER BY 1`;
  return rows.map(({ symbol }) => symbol);
}

/** Those of `symbols` in which a portfolio has a position or a waiting order, or for which a price alert waits. */
export async function findActiveSymbols(symbols: readonly string[]): Promise<string[]> {
  const rows = await getDb().$queryRaw<{ symbol: string }[]>`
    SELECT s."symbol" FROM unnest(${[...symbols]}::text[]) AS s("symbol")
    WHERE EXISTS (SELECT 1 FROM "Position" p WHERE p."symbol" = s."symbol")
      OR EXISTS (SELECT 1 FROM "TriggerIndex" a WHERE a."symbol" = s."symbol" AND a."sellTriggerMax" IS NOT NULL)
      OR EXISTS (SELECT 1 FROM "TriggerIndex" a WHERE a."symbol" = s."symbol" AND a."buyTriggerMin" IS NOT NULL)
      OR EXISTS (SELECT 1 FROM "TriggerIndex" a WHERE a."symbol" = s."symbol" AND a."always")
      OR EXISTS (SELECT 1 FROM "Alert" a WHERE a."symbol" = s."symbol" AND a."riseAt" IS NOT NULL)
      OR EXISTS (SELECT 1 FROM "Alert" a WHERE a."symbol" = s."symbol" AND a."fallAt" IS NOT NULL) ORDER BY 1`;
  return rows.map(({ symbol }) => symbol);
}
