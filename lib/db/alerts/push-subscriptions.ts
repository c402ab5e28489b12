import "server-only";
import { createHash } from "node:crypto";
import { getDb } from "@/lib/db/client";
import type { PushSubscription } from "@/lib/db/generated/client";

export type StoredPushSubscription = PushSubscription;

/** Browsers of one user that receive push messages; another one replaces the oldest. */
const MAX_BROWSERS = 10;

/** The browsers that receive push messages of these users. */
export function findPushSubscriptions(userIds: readonly string[]): Promise<StoredPushSubscription[]> {
  return getDb().pushSubscription.findMany({ where: { userId: { in: [...userIds] } } });
}

/** Saves a browser's subscription for a user. The browser gets the messages of no other user from then on. */
export async function savePushSubscription(
  userId: string,
  browser: { endpoint: string; p256dh: string; auth: string },
): Promise<void> {
  const id = hashEndpoint(browser.endpoint);
  await getDb().$transaction(async (tx) => {
    await tx.pushSubscription.deleteMany({ where: { id } });
    await tx.pushSubscription.create({ data: { userId, id, ...browser } });
    const rest = await tx.pushSubscription.findMany({
      where: { userId },
      orderBy: { createdAt: "desc" },
      skip: MAX_BROWSERS,
      select: { id: true },
    });
    await tx.pushSubscription.deleteMany({ where: { userId, id: { in: rest.map((one) => one.id) } } });
  });
}

/** Deletes a user's subscription. @returns whether there was one */
export async function deletePushSubscription(userId: string, endpoint: string): Promise<boolean> {
  const where = { userId, id: hashEndpoint(endpoint) };
  return (await getDb().pushSubscription.deleteMany({ where })).count > 0;
}

function hashEndpoint(endpoint: string): string {
  return createHash("sha256").update(endpoint).digest("base64url").slice(0, 32);
}
