import "server-only";
import type { CancellationReason } from "@/lib/core/account-terms";
import { getDb } from "@/lib/db/client";
import type { Subscription } from "@/lib/db/generated/client";

const LISTED = 50;

export type CancelledSubscription = Pick<
  Subscription,
  "code" | "userId" | "product" | "cancelReason" | "cancelNote" | "cancelledAt"
>;

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

/** Why a user has ended a renewal. */
export type Cancellation = { reason: CancellationReason; note: string };

/** Stores why a user has ended their subscriptions. */
export async function recordCancellation(
  codes: readonly string[],
  { reason, note }: Cancellation,
  now: Date,
): Promise<void> {
  await getDb().subscription.updateMany({
    where: { code: { in: [...codes] } },
    data: { cancelReason: reason, cancelNote: note === "" ? null : note, cancelledAt: now },
  });
}

/** The newest cancellations for which users gave a reason. */
export function listCancellations(): Promise<CancelledSubscription[]> {
  return getDb().subscription.findMany({
    where: { cancelReason: { not: null } },
    select: {
      code: true,
      userId: true,
      product: true,
      cancelReason: true,
      cancelNote: true,
      cancelledAt: true,
    },
    orderBy: { cancelledAt: "desc" },
    take: LISTED,
  });
}

/** Stores when a subscription is charged next. */
export async function recordNextPayment(code: string, nextPaymentAt: Date): Promise<void> {
  await getDb().subscription.updateMany({ where: { code }, data: { nextPaymentAt } });
}

/** Stores a subscription's status. @returns whether it is known */
export async function markSubscription(code: string, status: string): Promise<boolean> {
  const { count } = await getDb().subscription.updateMany({ where: { code }, data: { status } });
  return count === 1;
}
