import "server-only";
import { formatDecimal, type Price } from "@/lib/core/decimal";
import { getDb } from "@/lib/db/client";
import { armedQuery } from "@/lib/db/hot-queries";

/** Ids of the portfolios that a path of `symbol` from `low` to `high` may touch, each once. */
export async function findArmedPortfolios(
  symbol: string,
  range: { low: Price; high: Price },
): Promise<string[]> {
  const [low, high] = [formatDecimal(range.low), formatDecimal(range.high)];
  const rows = await getDb().$queryRaw<{ portfolioId: string }[]>(armedQuery({ symbol, low, high }));
  return [...new Set(rows.map((row) => row.portfolioId))];
}
