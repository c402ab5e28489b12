import "server-only";
import { getDb } from "@/lib/db/client";
import type { CoachComment } from "@/lib/db/generated/client";

export type StoredCoachComment = CoachComment;

/** Comments on one page. */
const MAX_READ = 2_000;

/**
 * Stores a comment, unless its link was taken back meanwhile or has written `limits.day` within a day, or the journal
 * has `limits.total`.
 */
export function storeCoachComment(
  comment: CoachComment,
  limits: { day: number; total: number },
): Promise<"stored" | "revoked" | "full"> {
  return getDb().$transaction(async (tx) => {
    const { userId, linkId, createdAt } = comment;
    // In the order in which an account is erased.
    await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${userId} FOR KEY SHARE`;
    // Comments of one link wait for each other, and its end for them.
    const [link] = await tx.$queryRaw<{ revokedAt: Date | null }[]>`
      SELECT "revokedAt" FROM "CoachLink" WHERE "userId" = ${userId} AND "id" = ${linkId} FOR UPDATE`;
    if (link?.revokedAt !== null) return "revoked";
    const since = new Date(createdAt.getTime() - 86_400_000);
    const written = await tx.coachComment.count({ where: { userId, linkId, createdAt: { gt: since } } });
    if (written >= limits.day) return "full";
    if ((await tx.coachComment.count({ where: { userId } })) >= limits.total) return "full";
    await tx.coachComment.create({ data: comment });
    return "stored";
  });
}

/** The comments on some trades and days of a user, oldest first; the newest of very many. */
export async function findCoachComments(
  userId: string,
  on: { entryIds?: readonly string[]; days?: readonly string[] },
): Promise<CoachComment[]> {
  const { entryIds = [], days = [] } = on;
  const newest = await getDb().coachComment.findMany({
    where: { userId, OR: [{ entryId: { in: [...entryIds] } }, { day: { in: [...days] } }] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: MAX_READ,
  });
  return newest.reverse();
}

/** Deletes a comment in a user's journal; false where there is none of this id. */
export async function deleteCoachComment(userId: string, id: string): Promise<boolean> {
  const { count } = await getDb().coachComment.deleteMany({ where: { userId, id } });
  return count === 1;
}
