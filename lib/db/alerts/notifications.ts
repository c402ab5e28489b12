import "server-only";
import { claimUndone } from "@/lib/db/claim-undone";
import { getDb } from "@/lib/db/client";
import { type Notification, Prisma, type User } from "@/lib/db/generated/client";

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
  const user = Prisma.sql`u."email", u."emailVerifiedAt", u."preferences"`;
  return claimUndone({ table: "Notification", doneAt: "deliveredAt", user }, limit);
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
