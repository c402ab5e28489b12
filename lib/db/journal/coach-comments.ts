import "server-only";
import { getDb } from "@/lib/db/client";
import type { CoachComment } from "@/lib/db/generated/client";

export type StoredCoachComment = CoachComment;

/**
 * Stores a comment unless its link has written `limit` within a day. @returns whether it was stored
 */
export function storeCoachComment(comment: CoachComment, limit: number): Promise<boolean> {
  return getDb().$transaction(async (tx) => {
    const { userId, linkId, createdAt } = comment;
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`coach:${linkId}`}, 0))::text`;
    const since = new Date(createdAt.getTime() - 86_400_000);
    const written = await tx.coachComment.count({ where: { userId, linkId, createdAt: { gt: since } } });
    if (written >= limit) return false;
    await tx.coachComment.create({ data: comment });
    return true;
  });
}

/** The comments on some trades and days of a user, oldest first. */
export function findCoachComments(
  userId: string,
  on: { entryIds?: readonly string[]; days?: readonly string[] },
): Promise<CoachComment[]> {
  const { entryIds = [], days = [] } = on;
  return getDb().coachComment.findMany({
    where: { userId, OR: [{ entryId: { in: [...entryIds] } }, { day: { in: [...days] } }] },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: 2_000,
  });
}
