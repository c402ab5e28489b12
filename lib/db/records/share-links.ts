import "server-only";
import { getDb } from "@/lib/db/client";
import type { Prisma, ShareLink } from "@/lib/db/generated/client";

/** A new link, or new facts of what was shared before. */
export type NewShareLink = { userId: string; subject: string; id: string; facts: Prisma.InputJsonObject };

/**
 * Stores a link, or the newest facts with the link that the subject has. Null if its user has `limit` others. Counted
 * and written under a lock of the user's row.
 */
export function saveShareLink({ userId, subject, id, facts }: NewShareLink, limit: number) {
  const where = { userId_subject: { userId, subject } };
  return getDb().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${userId} FOR UPDATE`;
    if ((await tx.shareLink.count({ where: { userId, subject: { not: subject } } })) >= limit) return null;
    return tx.shareLink.upsert({ where, create: { userId, subject, id, facts }, update: { facts } });
  });
}

/** A user's links, newest first. */
export function listShareLinks(userId: string): Promise<ShareLink[]> {
  return getDb().shareLink.findMany({ where: { userId }, orderBy: [{ createdAt: "desc" }, { id: "asc" }] });
}

/** What a link shows; null once it was taken back, and for a banned or deleted account. */
export async function findSharedFacts(id: string): Promise<unknown> {
  const where = { id, user: { bannedAt: null, deletedAt: null } };
  return (await getDb().shareLink.findFirst({ where, select: { facts: true } }))?.facts ?? null;
}

/** Takes a user's link back; false when there is none. */
export async function deleteShareLink(userId: string, id: string): Promise<boolean> {
  const { count } = await getDb().shareLink.deleteMany({ where: { userId, id } });
  return count > 0;
}
