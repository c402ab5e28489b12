import "server-only";
import { getDb } from "@/lib/db/client";

/** Queued orders, and how long the orders that were filled in the last hour waited, in ms. */
export type QueueFigures = {
  depth: number;
  oldestMs: number | null;
  matched: number;
  latencyP50Ms: number | null;
  latencyP95Ms: number | null;
};

/** Depth and age of the queue of market orders, and its latency from acceptance to fill. */
export async function readQueueFigures(): Promise<QueueFigures> {
  const [row] = await getDb().$queryRaw<
    { depth: bigint; oldest: number | null; matched: bigint; p50: number | null; p95: number | null }[]
  >`
    WITH waiting AS (
      SELECT count(*) AS depth, extract(epoch FROM now() - min("acceptedAt")) * 1000 AS oldest
        FROM "Order" WHERE "status" = 'QUEUED'
    ), matched AS (
      SELECT count(*) AS matched,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) AS p50,
             percentile_cont(0.95) WITHIN GROUP (ORDER BY ms) AS p95
        FROM (SELECT extract(epoch FROM "endedAt" - "acceptedAt") * 1000 AS ms FROM "Order"
               WHERE "kind" = 'market' AND "status" = 'FILLED' AND "endedAt" > now() - interval '1 hour'
               ORDER BY "endedAt" DESC LIMIT 10000) recent
    )
    SELECT depth, oldest::float8, matched, p50, p95 FROM waiting, matched`;
  if (!row) throw new Error("The figures of the queue are missing.");
  return {
    depth: Number(row.depth),
    oldestMs: row.oldest,
    matched: Number(row.matched),
    latencyP50Ms: row.p50,
    latencyP95Ms: row.p95,
  };
}
