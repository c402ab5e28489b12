import "server-only";
import { getDb } from "@/lib/db/client";
import type { Subscription } from "@/lib/db/generated/client";

/** A user's subscriptions that currently renew. */
export function listActiveSubscriptions(userId: string): Promise<Subscription[]> {
  return getDb().subscription.findMany({
    where: { userId, status: { in: ["active", "attention"] } },
    orderBy: { createdAt: "asc" },
  });
}

/** Subscriptions that still renew although the account is deleted. */
export function listOrphanedSubscriptions(): Promise<Subscription[]> {
  return getDb().$queryRaw<Subscription[]>`
    SELECT s.* FROM "Subscription" s JOIN "User" u ON u."id" = s."userId"
    WHERE s."status" IN ('active', 'attention') AND u."deletedAt" IS NOT NULL LIMIT 100`;
}

/** Stores a new subscription. One that has already ended stays ended, since events arrive in any order. */
export async function saveSubscription(
  begun: Pick<Subscription, "code" | "userId" | "product" | "status" | "nextPaymentAt">,
): Promise<void> {
  await getDb().subscription.createMany({ data: begun, skipDuplicates: true });
}

/** Stores a subscription's status. @returns whether it is known */
export async function markSubscription(code: string, status: string): Promise<boolean> {
  const { count } = await getDb().subscription.updateMany({ where: { code }, data: { status } });
  return count === 1;
}
