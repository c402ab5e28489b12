import "server-only";
import { getDb } from "@/lib/db/client";
import type { Notification, User } from "@/lib/db/generated/client";

/** How long a process may take to deliver what it claimed, in seconds; longer with each attempt. */
const CLAIM_SECONDS = 30;
/** Notifications of this age are deleted, in days. */
const KEPT_DAYS = 90;

export type StoredNotification = Notification;

/** A notification that is to be delivered, with its owner's address and choices. */
export type PendingNotification = Notification & Pick<User, "email" | "emailVerifiedAt" | "preferences">;

/** A page of a user's notifications, newest first, before `beforeMs` if given. */
export function listNotifications(
  userId: string,
  options: { limit: number; before?: Date | undefined; isUnread?: boolean },
): Promise<Notification[]> {
  return getDb().notification.findMany({
    where: {
      userId,
      ...(options.before && { createdAt: { lt: options.before } }),
      ...(options.isUnread && { readAt: null }),
    },
    orderBy: { createdAt: "desc" },
    take: options.limit,
  });
}

/** Marks a user's notifications up to an instant as read. @returns how many were unread */
export async function markRead(userId: string, through: Date): Promise<number> {
  const where = { userId, readAt: null, createdAt: { lte: through } };
  const { count } = await getDb().notification.updateMany({ where, data: { readAt: new Date() } });
  return count;
}

/** Claims notifications that are not delivered and that no other process is delivering. */
export function claimNotifications(limit: number): Promise<PendingNotification[]> {
  return getDb().$queryRaw<PendingNotification[]>`
    WITH due AS (
      SELECT "userId", "id" FROM "Notification"
      WHERE "deliveredAt" IS NULL AND ("claimedTill" IS NULL OR "claimedTill" < now())
      ORDER BY "createdAt" LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
    )
    UPDATE "Notification" n
    SET "attempts" = n."attempts" + 1,
      "claimedTill" = now() + (n."attempts" + 1) * ${CLAIM_SECONDS}::int * INTERVAL '1 second'
    FROM due, "User" u
    WHERE n."userId" = due."userId" AND n."id" = due."id" AND u."id" = n."userId"
    RETURNING n.*, u."email", u."emailVerifiedAt", u."preferences"`;
}

/** Records a push subscription that has accepted a notification. */
export async function recordPush(key: { userId: string; id: string }, subscriptionId: string): Promise<void> {
  await getDb().notification.updateMany({
    where: { ...key, NOT: { pushedTo: { has: subscriptionId } } },
    data: { pushedTo: { push: subscriptionId } },
  });
}

/** Records channels that are done. */
export async function recordDelivery(
  key: { userId: string; id: string },
  done: Partial<Pick<Notification, "announcedAt" | "pushedAt" | "mailedAt" | "deliveredAt">>,
): Promise<void> {
  await getDb().notification.updateMany({ where: key, data: done });
}

/** Deletes notifications that are older than the list goes back. */
export async function deleteOldNotifications(now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
  const { count } = await getDb().notification.deleteMany({ where: { createdAt: { lt: before } } });
  return count;
}
