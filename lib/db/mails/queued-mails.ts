import "server-only";
import { getDb } from "@/lib/db/client";
import type { Prisma, QueuedMail, User } from "@/lib/db/generated/client";
import type { MailFacts } from "@/lib/schemas/mails";

/** How long a process may take to send what it claimed, in seconds; longer with each attempt. */
const CLAIM_SECONDS = 30;
/** Mails of this age are deleted, in days. */
const KEPT_DAYS = 90;

/** What became of a mail; `void`: what it is about does not hold any more. */
export type QueuedMailOutcome = "sent" | "unwanted" | "unverified" | "void" | "given-up";

/** A mail that is to be sent, with its recipient. */
export type PendingMail = QueuedMail &
  Pick<User, "email" | "emailVerifiedAt" | "timeZone" | "preferences" | "deletedAt" | "bannedAt">;

/** A mail to be queued; `id` names what it is about, and the same one is never queued twice. */
export type NewMail = { userId: string; id: string; facts: MailFacts };

/** Queues mails, each once however often and by however many processes it is requested. */
export async function queueMails(
  mails: readonly NewMail[],
  db: Prisma.TransactionClient = getDb(),
): Promise<void> {
  if (mails.length === 0) return;
  const data = mails.map(({ userId, id, facts }) => ({ userId, id, kind: facts.kind, facts }));
  await db.queuedMail.createMany({ data, skipDuplicates: true });
}

/** Claims mails that are not done and that no other process is sending. */
export function claimMails(limit: number): Promise<PendingMail[]> {
  return getDb().$queryRaw<PendingMail[]>`
    WITH due AS (
      SELECT "userId", "id" FROM "QueuedMail"
      WHERE "doneAt" IS NULL AND ("claimedTill" IS NULL OR "claimedTill" < now())
      ORDER BY "createdAt" LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
    )
    UPDATE "QueuedMail" m
    SET "attempts" = m."attempts" + 1,
      "claimedTill" = now() + (m."attempts" + 1) * ${CLAIM_SECONDS}::int * INTERVAL '1 second'
    FROM due, "User" u
    WHERE m."userId" = due."userId" AND m."id" = due."id" AND u."id" = m."userId"
    RETURNING m.*, u."email", u."emailVerifiedAt", u."timeZone", u."preferences", u."deletedAt", u."bannedAt"`;
}

/** Records that a mail is done. */
export async function recordMail(
  { userId, id }: Pick<QueuedMail, "userId" | "id">,
  outcome: QueuedMailOutcome,
): Promise<void> {
  await getDb().queuedMail.updateMany({ where: { userId, id }, data: { doneAt: new Date(), outcome } });
}

/** Deletes mails that are older than any of which the same could be queued again. */
export async function deleteOldMails(now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
  await getDb().queuedMail.deleteMany({ where: { createdAt: { lt: before } } });
}
