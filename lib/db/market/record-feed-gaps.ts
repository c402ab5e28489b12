import "server-only";
import { getDb } from "@/lib/db/client";

/**
 * A period without a price of any symbol counts as a gap from this length on, in seconds: prices are stale by
 * then.
 */
const GAP_SECONDS = 5;
/** The newest seconds may not be written yet. */
const SETTLED_AFTER_MS = 60_000;

/** Records the gaps in the stored seconds that are not recorded yet. Returns how many were new. */
export function recordFeedGaps(now: Date): Promise<number> {
  const until = new Date(now.getTime() - SETTLED_AFTER_MS);
  return getDb().$executeRaw`
    INSERT INTO "FeedGap" ("fromAt", "toAt")
    SELECT "before", "at" FROM (
      SELECT "startAt" AS "at", lag("startAt") OVER (ORDER BY "startAt") AS "before" FROM (
        SELECT DISTINCT "startAt" FROM "PriceRange" WHERE "resolution" = 'S' AND "startAt" < ${until}
      ) recorded
    ) steps
    WHERE "at" - "before" > make_interval(secs => ${GAP_SECONDS}::int)
    ON CONFLICT ("fromAt") DO NOTHING`;
}
