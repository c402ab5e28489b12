import "server-only";
import { getDb } from "@/lib/db/client";

/** More open pairs than an admin looks at: the rest is compared when these are resolved. */
const MAX_PAIRS = 200;

/** Open items about two different users that have not been seen at one client IP yet, the newest first. */
export function findOpenPairs(): Promise<{ id: string; userId: string; otherUserId: string }[]> {
  return getDb().$queryRaw`
    SELECT "id", "userId", coalesce("evidence" ->> 'otherUser', "subject") AS "otherUserId"
    FROM "ReviewItem"
    WHERE "resolvedAt" IS NULL AND "kind" IN ('mirrored-account', 'hedged-portfolios')
      AND "evidence" ->> 'sameClientIp' IS NULL
      AND "userId" <> coalesce("evidence" ->> 'otherUser', "subject")
    ORDER BY "createdAt" DESC LIMIT ${MAX_PAIRS}`;
}

/** Adds to the evidence of an item that both users were seen at one client IP. */
export async function recordSameClient(
  id: string,
  found: { sameClientIp: true; sameBrowser: boolean },
): Promise<void> {
  await getDb().$executeRaw`
    UPDATE "ReviewItem" SET "evidence" = "evidence" || ${JSON.stringify(found)}::jsonb
    WHERE "id" = ${id} AND "resolvedAt" IS NULL`;
}
