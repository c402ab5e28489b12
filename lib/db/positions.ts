import "server-only";
import { getDb } from "@/lib/db/client";
import { holdersQuery } from "@/lib/db/hot-queries";

/** Ids of portfolios with a position in `symbol`, in order, after `afterId`: for funding, a page at a time. */
export async function findHolders(
  symbol: string,
  page: { afterId?: string; limit: number },
): Promise<string[]> {
  const query = holdersQuery({ symbol, afterId: page.afterId ?? "", limit: page.limit });
  const rows = await getDb().$queryRaw<{ portfolioId: string }[]>(query);
  return rows.map((row) => row.portfolioId);
}
