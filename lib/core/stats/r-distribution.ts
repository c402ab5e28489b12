import { toNumber } from "@/lib/core/decimal";
import { type RoundTrip, rMultiple } from "@/lib/core/stats/round-trip";

/** Edges of the buckets, in R: everything below the first and from the last on has a bucket, too. */
const EDGES = [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3] as const;

/** Trades with an R from `from` (included) to `to` (excluded); null where the bucket is open. */
export type RBucket = { from: number | null; to: number | null; count: number };

/** How many trades ended in which range of R. Trades without an R are in none. */
export function distributeR(trades: readonly RoundTrip[]): RBucket[] {
  const buckets: RBucket[] = [null, ...EDGES].map((from, index) => ({
    from,
    to: EDGES[index] ?? null,
    count: 0,
  }));
  for (const trade of trades) {
    const r = rMultiple(trade);
    if (!r.ok) continue;
    const value = toNumber(r.value);
    const bucket = buckets.find(({ to }) => to === null || value < to);
    if (bucket !== undefined) bucket.count += 1;
  }
  return buckets;
}
