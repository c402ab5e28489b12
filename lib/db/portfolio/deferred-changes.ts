import "server-only";
import { getPool } from "@/lib/db/client";

/** Portfolios with a change that is deferred behind a gap of the price path, at most `limit`. */
export async function findDeferredPortfolios(limit: number): Promise<string[]> {
  const { rows } = await getPool().query<{ id: string }>({
    name: "find-deferred",
    text: `SELECT "id" FROM "Portfolio" WHERE "deferred" IS NOT NULL ORDER BY "id" LIMIT $1`,
    values: [limit],
  });
  return rows.map(({ id }) => id);
}

/** Those of `portfolioIds` that have a deferred change. */
export async function findDeferredAmong(portfolioIds: readonly string[]): Promise<string[]> {
  const { rows } = await getPool().query<{ id: string }>({
    name: "find-deferred-among",
    text: `SELECT "id" FROM "Portfolio" WHERE "deferred" IS NOT NULL AND "id" = ANY ($1)`,
    values: [portfolioIds],
  });
  return rows.map(({ id }) => id);
}
