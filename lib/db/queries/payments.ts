import "server-only";
import { getDb } from "@/lib/db/client";
import type { Payment, Prisma } from "@/lib/db/generated/client";
import { queueMails } from "@/lib/db/mails/queued-mails";
import { voidChallenges } from "@/lib/db/queries/void-challenges";

/** Creates a pending payment; an existing one stays as it is. */
export async function createPayment(
  data: Pick<Payment, "userId" | "reference" | "product" | "amount" | "currency" | "domain">,
): Promise<void> {
  await getDb().payment.createMany({ data, skipDuplicates: true });
}

/**
 * The first payment by which a customer of the provider bought a product; it gives the user and price of
 * renewals.
 */
export function findFirstPayment(customerCode: string, product: string): Promise<Payment | null> {
  return getDb().payment.findFirst({
    where: { customerCode, product, paidAt: { not: null } },
    orderBy: { createdAt: "asc" },
  });
}

export function findPayment(reference: string): Promise<Payment | null> {
  return getDb().payment.findUnique({ where: { reference } });
}

/** A user's payments, newest first. */
export function listPaymentsOf(userId: string): Promise<Payment[]> {
  return getDb().payment.findMany({ where: { userId }, orderBy: { createdAt: "desc" }, take: 100 });
}

/** Payments that were opened in the window and have no final status. */
export function listUnsettledPayments(window: { from: Date; to: Date }): Promise<Payment[]> {
  return getDb().payment.findMany({
    where: {
      status: { in: ["pending", "failed", "abandoned"] },
      createdAt: { gte: window.from, lte: window.to },
    },
    orderBy: [{ checkedAt: { sort: "asc", nulls: "first" } }],
    take: 100,
  });
}

/**
 * Marks a payment as paid and writes its grant, in one transaction that is serialised for each user: payments
 * that are confirmed concurrently have the same result as sequential ones. A tier of `months` starts when an
 * active one of the same product ends, and ends a whole number of months after the start of the first
 * consecutive one; a challenge has no months.
 * @returns whether this call changed it
 */
export async function settlePaid(
  reference: string,
  truth: { providerId: number; paidAt: Date; months: number | null; customerCode: string | null },
): Promise<boolean> {
  return getDb().$transaction(async (tx) => {
    // A separate statement, so that the next one reads after the lock is acquired.
    await tx.$executeRaw`
      SELECT pg_advisory_xact_lock(hashtextextended('grants:' || "userId", 0))
        FROM "Payment" WHERE "reference" = ${reference}`;
    const rows = await tx.$queryRaw<{ granted: bigint }[]>`
    WITH RECURSIVE won AS (
      UPDATE "Payment" SET "status" = 'paid', "paidAt" = ${truth.paidAt}, "checkedAt" = now(),
             "providerId" = ${truth.providerId}, "customerCode" = ${truth.customerCode}, "note" = NULL
       WHERE "reference" = ${reference} AND "status" IN ('pending', 'failed', 'abandoned', 'flagged')
      RETURNING "id", "userId", "product"
    ), held AS (
      SELECT g."startsAt", g."endsAt" FROM won JOIN "Grant" g ON g."userId" = won."userId"
         AND g."product" = won."product" AND g."revokedAt" IS NULL AND g."startsAt" IS NOT NULL
    ), chain AS (
      -- The grants that follow each other up to the one that still runs, newest first.
      SELECT h."startsAt", h."endsAt" FROM held h
       WHERE h."endsAt" = (SELECT max("endsAt") FROM held) AND h."endsAt" > now()
      UNION
      SELECT h."startsAt", h."endsAt" FROM held h JOIN chain c ON h."endsAt" = c."startsAt"
    ), period AS (
      SELECT won.*, ${truth.months}::int AS "months", greatest(now(), (SELECT max("endsAt") FROM held)) AS "startsAt",
             (SELECT min("startsAt") FROM chain) AS "firstAt"
        FROM won
    ), counted AS (
      SELECT period.*, (extract(year FROM "startsAt" AT TIME ZONE 'UTC') - extract(year FROM "firstAt" AT TIME ZONE 'UTC'))::int * 12
             + (extract(month FROM "startsAt" AT TIME ZONE 'UTC') - extract(month FROM "firstAt" AT TIME ZONE 'UTC'))::int AS "before"
        FROM period
    ), ended AS (
      -- Counted from the first start: a month that begins on the 31st ends on the last day of a shorter one, and the
      -- month after it on the 31st again. A chain that is not one of whole months is counted from its end.
      SELECT counted.*, CASE
               WHEN ("firstAt" AT TIME ZONE 'UTC' + make_interval(months => "before")) AT TIME ZONE 'UTC' = "startsAt"
               THEN ("firstAt" AT TIME ZONE 'UTC' + make_interval(months => "before" + "months")) AT TIME ZONE 'UTC'
               ELSE ("startsAt" AT TIME ZONE 'UTC' + make_interval(months => "months")) AT TIME ZONE 'UTC'
             END AS "endsAt"
        FROM counted
    ), granted AS (
      INSERT INTO "Grant" ("id", "userId", "product", "paymentId", "startsAt", "endsAt")
      SELECT gen_random_uuid(), "userId", "product", "id",
             CASE WHEN "months" IS NOT NULL THEN "startsAt" END, "endsAt"
        FROM ended
      RETURNING 1
    )
    SELECT count(*) AS granted FROM granted`;
    const isGranted = rows[0]?.granted === 1n;
    if (isGranted) await queuePaymentMail(tx, reference, truth.paidAt);
    return isGranted;
  });
}

/** The receipt is queued with the grant, so that each payment has exactly one. */
async function queuePaymentMail(
  tx: Prisma.TransactionClient,
  reference: string,
  paidAt: Date,
): Promise<void> {
  const { userId, product, amount, currency } = await tx.payment.findUniqueOrThrow({ where: { reference } });
  const facts = { reference, product, amount, currency, paidAtMs: paidAt.getTime() };
  await queueMails([{ userId, id: `payment-${reference}`, facts: { kind: "payment", ...facts } }], tx);
}

/** Stores a status that grants nothing; a final status is not overwritten. @returns whether it changed */
export async function markUnpaid(
  reference: string,
  outcome: { status: "failed" | "abandoned" | "flagged"; note: string },
): Promise<boolean> {
  const { count } = await getDb().payment.updateMany({
    where: { reference, status: { in: ["pending", "failed", "abandoned"] } },
    data: { ...outcome, checkedAt: new Date() },
  });
  return count === 1;
}

/**
 * Adds one refund to a payment, once for each id.
 *
 * @returns the sum of its refunds and the paid amount, in the currency's subunit; null for an unknown
 * reference
 */
export async function addRefund(
  reference: string,
  refund: { id: string; amount: number },
): Promise<{ refunded: number; paid: number } | null> {
  const rows = await getDb().$queryRaw<{ refunds: Record<string, number>; paid: number }[]>`
    UPDATE "Payment" SET "refunds" = jsonb_build_object(${refund.id}::text, ${refund.amount}::int) || "refunds"
    WHERE "reference" = ${reference} RETURNING "refunds", "amount" AS "paid"`;
  const [row] = rows;
  if (row === undefined) return null;
  return { paid: row.paid, refunded: Object.values(row.refunds).reduce((sum, amount) => sum + amount, 0) };
}

/**
 * Closes a payment after a refund or a lost dispute and revokes its grant: a tier ends now, an unused
 * challenge can't be started, and a started one becomes void. A pending payment is only closed, so that no
 * later event reopens it.
 */
export async function revokePayment(reference: string, status: "refunded" | "disputed"): Promise<boolean> {
  return getDb().$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ changed: bigint }[]>`
      WITH closed AS (
        UPDATE "Payment" SET "status" = ${status}, "refundedAt" = now(), "checkedAt" = now()
         WHERE "reference" = ${reference} AND "status" NOT IN ('refunded', ${status})
        RETURNING "id"
      ), revoked AS (
        UPDATE "Grant" g SET "revokedAt" = now() FROM closed
         WHERE g."paymentId" = closed."id" AND g."revokedAt" IS NULL
      )
      SELECT count(*) AS changed FROM closed`;
    await voidChallenges(tx);
    return rows[0]?.changed === 1n;
  });
}

/** Stores a webhook with its result; a redelivery only increments its counter. */
export async function recordWebhook(delivery: {
  event: string;
  objectId: string;
  reference: string | null;
  outcome: string;
  body: object;
}): Promise<void> {
  const { event, objectId, outcome } = delivery;
  await getDb().webhookDelivery.upsert({
    where: { event_objectId: { event, objectId } },
    create: delivery,
    update: { outcome, deliveries: { increment: 1 }, lastAt: new Date() },
  });
}
