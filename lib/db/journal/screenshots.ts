import "server-only";
import { getDb } from "@/lib/db/client";
import type { Prisma, Screenshot } from "@/lib/db/generated/client";

/** Whose pictures: of one trade or one day of a user. */
export type ScreenshotSubject = { entryId: string; day: null } | { entryId: null; day: string };
/** A picture without its content. */
export type ScreenshotRow = Omit<Screenshot, "content">;

const OLDEST_FIRST = [
  { createdAt: "asc" },
  { id: "asc" },
] satisfies Prisma.ScreenshotOrderByWithRelationInput[];

/** Whether the user has this trade. */
export async function hasEntry(userId: string, entryId: string): Promise<boolean> {
  return (await getDb().journalEntry.count({ where: { userId, id: entryId } })) > 0;
}

/**
 * Stores a picture; null if its subject or its user has as many as allowed. Counted and inserted under a lock of the
 * user's row.
 */
export function insertScreenshot(
  userId: string,
  picture: ScreenshotSubject & Pick<Screenshot, "id" | "content" | "size" | "width" | "height">,
  limits: { ofSubject: number; ofUser: number },
): Promise<ScreenshotRow | null> {
  const { entryId, day } = picture;
  return getDb().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${userId} FOR UPDATE`;
    const [ofSubject, ofUser] = await Promise.all([
      tx.screenshot.count({ where: { userId, entryId, day } }),
      tx.screenshot.count({ where: { userId } }),
    ]);
    if (ofSubject >= limits.ofSubject || ofUser >= limits.ofUser) return null;
    return tx.screenshot.create({ data: { userId, ...picture }, omit: { content: true } });
  });
}

/** The pictures of a trade or day, oldest first. */
export function listScreenshots(userId: string, subject: ScreenshotSubject): Promise<ScreenshotRow[]> {
  return getDb().screenshot.findMany({
    where: { userId, ...subject },
    omit: { content: true },
    orderBy: OLDEST_FIRST,
  });
}

/** A user's picture, or null; its content is null where it is stored elsewhere. */
export function findScreenshot(
  userId: string,
  id: string,
): Promise<{ content: Uint8Array<ArrayBuffer> | null } | null> {
  const where = { userId_id: { userId, id } };
  return getDb().screenshot.findUnique({ where, select: { content: true } });
}

/** The ids of a user's pictures whose content is stored elsewhere. */
export async function listStoredElsewhere(userId: string): Promise<string[]> {
  const rows = await getDb().screenshot.findMany({ where: { userId, content: null }, select: { id: true } });
  return rows.map(({ id }) => id);
}

/** Deletes a user's picture; false when there is none. */
export async function deleteScreenshot(userId: string, id: string): Promise<boolean> {
  const { count } = await getDb().screenshot.deleteMany({ where: { userId, id } });
  return count > 0;
}
