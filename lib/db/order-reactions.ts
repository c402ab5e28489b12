import "server-only";
import { getPool } from "@/lib/db/client";

/** Keeps how old the tick was that an order was decided on; the same order again changes nothing. */
export async function noteReaction(reaction: {
  portfolioId: string;
  clientOrderId: string;
  ageMs: number;
  at: Date;
}): Promise<void> {
  const { portfolioId, clientOrderId, ageMs, at } = reaction;
  await getPool().query(
    `INSERT INTO "OrderReaction" ("portfolioId", "clientOrderId", "ageMs", "at") VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [portfolioId, clientOrderId, ageMs, at],
  );
}

/** Forgets what is older. Answers how many. */
export async function forgetReactions(before: Date): Promise<number> {
  const { rowCount } = await getPool().query('DELETE FROM "OrderReaction" WHERE "at" < $1', [before]);
  return rowCount ?? 0;
}
