import "server-only";
import { lockOwner, type Owner } from "@/lib/db/access/lock-owner";
import { getDb } from "@/lib/db/client";
import type { CoachLink, User } from "@/lib/db/generated/client";

/** A link that holds, with the owner of the journal. */
export type UsableCoachLink = CoachLink & { user: Pick<User, "displayName" | "timeZone"> };

/**
 * Stores a link unless its owner has `limit` of them that hold. @returns whether it was stored
 * @throws AppError `unauthorized`, see `lockOwner`
 */
export function storeCoachLink(
  link: Pick<CoachLink, "userId" | "id" | "name" | "tokenHash" | "createdAt">,
  owner: Owner,
  limit: number,
): Promise<boolean> {
  return getDb().$transaction(async (tx) => {
    await lockOwner(tx, owner);
    const { userId } = link;
    if ((await tx.coachLink.count({ where: { userId, revokedAt: null } })) >= limit) return false;
    await tx.coachLink.create({ data: link });
    return true;
  });
}

/** A user's links, newest first, those that were taken back included. */
export function listCoachLinks(userId: string): Promise<CoachLink[]> {
  return getDb().coachLink.findMany({ where: { userId }, orderBy: { createdAt: "desc" }, take: 50 });
}

/** Takes a link back. @returns false where the user has none of this id that holds */
export async function revokeCoachLink(userId: string, id: string): Promise<boolean> {
  const where = { userId, id, revokedAt: null };
  const { count } = await getDb().coachLink.updateMany({ where, data: { revokedAt: new Date() } });
  return count === 1;
}

/** The link with this hash of a token; null when it was taken back, or the owner's account is banned or deleted. */
export function findUsableCoachLink(tokenHash: string): Promise<UsableCoachLink | null> {
  return getDb().coachLink.findFirst({
    where: { tokenHash, revokedAt: null, user: { bannedAt: null, deletedAt: null } },
    include: { user: { select: { displayName: true, timeZone: true } } },
  });
}
