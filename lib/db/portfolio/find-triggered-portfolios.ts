import "server-only";
import { formatDecimal, type Price } from "@/lib/core/decimal";
import { getPool } from "@/lib/db/client";

/**
 * Ids of the portfolios that a path of `symbol` from `low` to `high` may touch, each once: those with a level that a
 * falling market meets at or above the low, one that a rising market meets at or below the high, or a trail.
 */
export async function findTriggeredPortfolios(
  symbol: string,
  range: { low: Price; high: Price },
): Promise<string[]> {
  // Asked for every symbol on every publication: the driver alone takes a quarter of the time that `$queryRaw` does, and half
  // of that when a connection parses the statement once, which its name is for.
  const { rows } = await getPool().query<{ portfolioId: string }>({
    name: "find-triggered-portfolios",
    text: 'SELECT find_triggered_portfolios($1, $2, $3) AS "portfolioId"',
    values: [symbol, formatDecimal(range.low), formatDecimal(range.high)],
  });
  return [...new Set(rows.map((row) => row.portfolioId))];
}
