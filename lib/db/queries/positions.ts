import "server-only";
import { parseQty, type Qty } from "@/lib/core/decimal";
import { holdersQuery } from "@/lib/db/admin/hot-queries";
import { getDb } from "@/lib/db/client";

/** A portfolio's position at an instant: the signed quantity, and the portfolio's epoch. */
export type Holder = { portfolioId: string; epoch: number; positionQty: Qty };

/**
 * All portfolios with a position in `symbol` at an instant, including those that have closed or changed it
 * since.
 */
export async function findHolders(symbol: string, atMs: number): Promise<Holder[]> {
  const query = holdersQuery({ symbol, at: new Date(atMs) });
  const rows = await getDb().$queryRaw<{ portfolioId: string; epoch: number; positionQty: string }[]>(query);
  return rows.map(({ positionQty, ...row }) => ({ ...row, positionQty: parseQty(positionQty) }));
}
