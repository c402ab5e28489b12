import "server-only";
import { parseQty, type Qty } from "@/lib/core/decimal";
import { holdersQuery } from "@/lib/db/admin/hot-queries";
import { getDb } from "@/lib/db/client";

/** Who held a symbol at an instant. `held` is signed. */
export type Holder = { portfolioId: string; held: Qty };

/** Everybody who held `symbol` at an instant, also those who have closed or changed their position since. */
export async function findHolders(symbol: string, atMs: number): Promise<Holder[]> {
  const query = holdersQuery({ symbol, at: new Date(atMs) });
  const rows = await getDb().$queryRaw<{ portfolioId: string; held: string }[]>(query);
  return rows.map(({ portfolioId, held }) => ({ portfolioId, held: parseQty(held) }));
}
