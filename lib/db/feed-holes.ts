import "server-only";
import { getDb } from "@/lib/db/client";

/** So long without a price of any symbol, in seconds, is a hole: from this age on prices are stale. */
const HOLE_SECONDS = 5;
/** The newest seconds may not be written yet. */
const SETTLED_AFTER_MS = 60_000;

/** Finds the holes among the seconds that are kept and notes those that are new. Answers how many that were. */
export function noteFeedHoles(now: Date): Promise<number> {
  const until = new Date(now.getTime() - SETTLED_AFTER_MS);
  return getDb().$executeRaw`
    INSERT INTO "FeedHole" ("fromAt", "toAt")
    SELECT "before", "at" FROM (
      SELECT "startAt" AS "at", lag("startAt") OVER (ORDER BY "startAt") AS "before" FROM (
        SELECT DISTINCT "startAt" FROM "PriceExtreme" WHERE "resolution" = 'S' AND "startAt" < ${until}
      ) heard
    ) steps
    WHERE "at" - "before" > make_interval(secs => ${HOLE_SECONDS}::int)
    ON CONFLICT ("fromAt") DO NOTHING`;
}
