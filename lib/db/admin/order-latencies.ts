import "server-only";
import { getPool } from "@/lib/db/client";

/** Records how old the tick was that an order was decided on; the same order again changes nothing. */
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

/** Deletes what is older. Returns how many. */
export async function deleteOrderLatencies(before: Date): Promise<number> {
  const { rowCount } = await getPool().query('DELETE FROM "OrderLatency" WHERE "at" < $1', [before]);
  return rowCount ?? 0;
}
