import "server-only";
import { getDb } from "@/lib/db/client";
import type { Subscription } from "@/lib/db/generated/client";

/** What renews by itself for a user at the moment. */
export function listActiveSubscriptions(userId: string): Promise<Subscription[]> {
  return getDb().subscription.findMany({
    where: { userId, status: { in: ["active", "attention"] } },
    orderBy: { createdAt: "asc" },
  });
}

/** What still renews for people whose account is gone. */
export function listOrphanedSubscriptions(): Promise<Subscription[]> {
  return getDb().$queryRaw<Subscription[]>`
    SELECT s.* FROM "Subscription" s JOIN "User" u ON u."id" = s."userId"
    WHERE s."status" IN ('active', 'attention') AND u."deletedAt" IS NOT NULL LIMIT 100`;
}

/** Keeps a subscription that was begun. One that was ended in the meantime stays ended: events come in any order. */
export async function saveSubscription(
  begun: Pick<Subscription, "code" | "userId" | "product" | "status" | "nextPaymentAt">,
): Promise<void> {
  await getDb().subscription.createMany({ data: begun, skipDuplicates: true });
}

/** Notes what became of a subscription. @returns whether it is one of ours */
export async function markSubscription(code: string, status: string): Promise<boolean> {
  const { count } = await getDb().subscription.updateMany({ where: { code }, data: { status } });
  return count === 1;
}
