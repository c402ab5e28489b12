import "server-only";
import { getPool } from "@/lib/db/client";

/** Records the age of the tick on which an order was decided. Idempotent for each order. */
export async function recordOrderLatency(latency: {
  portfolioId: string;
  clientOrderId: string;
  ageMs: number;
  at: Date;
}): Promise<void> {
  const { portfolioId, clientOrderId, ageMs, at } = latency;
  await getPool().query(
    `INSERT INTO "OrderLatency" ("portfolioId", "clientOrderId", "ageMs", "at") VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [portfolioId, clientOrderId, ageMs, at],
  );
}

/** Deletes rows before `before`. Returns how many. */
export async function deleteOrderLatencies(before: Date): Promise<number> {
  const { rowCount } = await getPool().query('DELETE FROM "OrderLatency" WHERE "at" < $1', [before]);
  return rowCount ?? 0;
}
