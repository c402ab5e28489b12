import "server-only";
import { parseQty, type Qty } from "@/lib/core/decimal";
import { holdersQuery } from "@/lib/db/admin/hot-queries";
import { getDb } from "@/lib/db/client";

/** A portfolio's position at an instant. `held` is the signed quantity. */
export type Holder = { portfolioId: string; positionQty: Qty };

/**
 * All portfolios with a position in `symbol` at an instant, including those that have closed or changed it
 * since.
 */
export async function findHolders(symbol: string, atMs: number): Promise<Holder[]> {
  const query = holdersQuery({ symbol, at: new Date(atMs) });
  const rows = await getDb().$queryRaw<{ portfolioId: string; positionQty: string }[]>(query);
  return rows.map(({ portfolioId, positionQty }) => ({ portfolioId, positionQty: parseQty(positionQty) }));
}
