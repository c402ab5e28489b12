import "server-only";
import { getDb } from "@/lib/db/client";
import { decodePortfolio, type PortfolioRow, type StoredPortfolio } from "@/lib/db/stored-state";

/** Statement 1 of the door: the portfolio with the receipts of `requestIds`, or null when there is none. */
export async function readPortfolio(
  portfolioId: string,
  requestIds: readonly string[] = [],
): Promise<StoredPortfolio | null> {
  const [row] = await getDb().$queryRaw<{ found: PortfolioRow | null }[]>`
    SELECT read_portfolio(${portfolioId}, ${requestIds}) AS found`;
  return row?.found ? decodePortfolio(portfolioId, row.found) : null;
}

/** Statement 2 of the door: writes `change` if the portfolio is still at `seq`; answers whether it did. */
export async function commitPortfolio(portfolioId: string, seq: number, change: string): Promise<boolean> {
  const [row] = await getDb().$queryRaw<{ written: boolean }[]>`
    SELECT commit_portfolio(${portfolioId}, ${seq}::int, ${change}::json) AS written`;
  return row?.written === true;
}
