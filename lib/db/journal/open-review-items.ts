import "server-only";
import { getDb } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { withTimeout } from "@/lib/db/with-timeout";

/** Patterns look at the trades of all users. */
const TIMEOUT_MS = 30_000;

/**
 * Opens an item for each row ("userId", "subject", "evidence") of `found`, or updates the evidence of the
 * open one; a subject may occur once for each user. Items that were resolved since `from` are left alone,
 * since the evaluated orders are still inside the window. Returns the number of open items.
 */
export function openReviewItems(kind: string, from: Date, found: Prisma.Sql): Promise<number> {
  const statement = getDb().$executeRaw`
    WITH found AS (${found})
    INSERT INTO "ReviewItem" ("id", "kind", "userId", "subject", "evidence")
    SELECT gen_random_uuid()::text, ${kind}, f."userId", f."subject", f."evidence"
    FROM found f
    JOIN "User" u ON u."id" = f."userId" AND u."bannedAt" IS NULL
    WHERE NOT EXISTS (
      SELECT 1 FROM "ReviewItem" r WHERE r."userId" = f."userId" AND r."kind" = ${kind}
        AND r."subject" = f."subject" AND r."resolvedAt" >= ${from})
    ON CONFLICT ("userId", "kind", "subject") WHERE "resolvedAt" IS NULL
      DO UPDATE SET "evidence" = "ReviewItem"."evidence" || EXCLUDED."evidence"`;
  return withTimeout(TIMEOUT_MS, statement, { memoryMb: 64 });
}
