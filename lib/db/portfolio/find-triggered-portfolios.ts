import "server-only";
import { formatDecimal, type Price } from "@/lib/core/decimal";
import { getPool } from "@/lib/db/client";

/**
 * Ids of the portfolios that a path of `symbol` from `low` to `high` may trigger, each once: those with a
 * sell trigger at or above the low, a buy trigger at or below the high, or a trailing stop.
 */
export async function findTriggeredPortfolios(
  symbol: string,
  range: { low: Price; high: Price },
): Promise<string[]> {
  // Runs for every symbol on every publication: the driver alone takes a quarter of the time of `$queryRaw`,
  // and half of that when a connection parses the named statement only once.
  const { rows } = await getPool().query<{ portfolioId: string }>({
    name: "find-triggered-portfolios",
    text: 'SELECT find_triggered_portfolios($1, $2, $3) AS "portfolioId"',
    values: [symbol, formatDecimal(range.low), formatDecimal(range.high)],
  });
  return [...new Set(rows.map((row) => row.portfolioId))];
}
