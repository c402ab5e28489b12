import "server-only";
import { getDb } from "@/lib/db/client";

/** Seconds, kept for hours, and minutes. */
export const PRICE_RANGE_RESOLUTIONS = ["S", "M"] as const;

/** Lowest and highest mark of a symbol in one second. */
export type SecondRange = { symbol: string; startMs: number; high: string; low: string };

/** Widens the stored range of each second and of its minute. Idempotent. */
export async function savePriceRanges(ranges: readonly SecondRange[]): Promise<void> {
  if (ranges.length === 0) return;
  const symbols = ranges.map(({ symbol }) => symbol);
  const starts = ranges.map(({ startMs }) => new Date(startMs).toISOString());
  const highs = ranges.map(({ high }) => high);
  const lows = ranges.map(({ low }) => low);
  await getDb().$executeRaw`
    INSERT INTO "PriceRange" ("symbol", "resolution", "startAt", "high", "low")
    SELECT e."symbol", r."resolution",
      date_trunc(CASE r."resolution" WHEN 'S' THEN 'second' ELSE 'minute' END, e."at") AS "startAt",
      max(e."high"), min(e."low")
    FROM unnest(${symbols}::text[], ${starts}::timestamptz[], ${highs}::numeric[], ${lows}::numeric[])
      AS e("symbol", "at", "high", "low"), unnest(${[...PRICE_RANGE_RESOLUTIONS]}::text[]) AS r("resolution")
    GROUP BY 1, 2, 3
    -- Two leaders that hand over write the same rows: in one order, or each would wait for the other.
    ORDER BY 1, 2, 3
    ON CONFLICT ("symbol", "resolution", "startAt") DO UPDATE SET
      "high" = greatest("PriceRange"."high", EXCLUDED."high"), "low" = least("PriceRange"."low", EXCLUDED."low")`;
}

/** Deletes seconds before `before`; their minutes stay. */
export async function deleteSeconds(before: Date): Promise<number> {
  const { count } = await getDb().priceRange.deleteMany({
    where: { resolution: "S", startAt: { lt: before } },
  });
  return count;
}
