import "server-only";
import { getDb } from "@/lib/db/client";

/** Open pairs of one run; further ones are compared when these are resolved. */
const MAX_PAIRS = 200;

/** Open items about two different users without a shared client IP so far, newest first. */
export function findOpenPairs(): Promise<{ id: string; userId: string; otherUserId: string }[]> {
  return getDb().$queryRaw`
    SELECT "id", "userId", coalesce("evidence" ->> 'otherUser', "subject") AS "otherUserId"
    FROM "ReviewItem"
    WHERE "resolvedAt" IS NULL AND "kind" IN ('mirrored-account', 'hedged-portfolios', 'opposite-positions')
      AND "evidence" ->> 'sameClientIp' IS NULL
      AND "userId" <> coalesce("evidence" ->> 'otherUser', "subject")
    ORDER BY "createdAt" DESC LIMIT ${MAX_PAIRS}`;
}

/** Adds to an item's evidence that both users used the same client IP. */
export async function recordSameClient(
  id: string,
  found: { sameClientIp: true; sameBrowser: boolean },
): Promise<void> {
  await getDb().$executeRaw`
    UPDATE "ReviewItem" SET "evidence" = "evidence" || ${JSON.stringify(found)}::jsonb
    WHERE "id" = ${id} AND "resolvedAt" IS NULL`;
}
