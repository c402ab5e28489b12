import "server-only";
import { getDb } from "@/lib/db/client";

/** The zones of users who want the weekly review. */
export async function findReviewZones(): Promise<string[]> {
  const rows = await getDb().$queryRaw<{ timeZone: string }[]>`
    SELECT DISTINCT "timeZone" FROM "User" WHERE "preferences" -> 'mails' ->> 'weekly' = 'true'`;
  return rows.map(({ timeZone }) => timeZone);
}

/**
 * Queues the review of a week, once for each user of these zones who wants it. `week`: the Monday of the newest week that
 * has ended there.
 */
export async function queueWeeklyReviews(weeks: readonly { zone: string; week: string }[]): Promise<void> {
  await getDb().$executeRaw`
    INSERT INTO "QueuedMail" ("userId", "id", "kind", "facts")
    SELECT u."id", 'weekly-review-' || w."week", 'weekly-review',
      jsonb_build_object('kind', 'weekly-review', 'week', w."week")
    FROM jsonb_to_recordset(${JSON.stringify(weeks)}::jsonb) AS w("zone" TEXT, "week" TEXT)
      JOIN "User" u ON u."timeZone" = w."zone"
    WHERE u."preferences" -> 'mails' ->> 'weekly' = 'true' AND u."deletedAt" IS NULL
      AND NOT EXISTS (SELECT 1 FROM "QueuedMail" m
        WHERE m."userId" = u."id" AND m."id" = 'weekly-review-' || w."week")
    ON CONFLICT DO NOTHING`;
}
