import "server-only";
import { claimUndone } from "@/lib/db/claim-undone";
import { getDb } from "@/lib/db/client";
import { Prisma, type QueuedMail, type User } from "@/lib/db/generated/client";
import type { MailFacts } from "@/lib/schemas/mails";

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
  const user = Prisma.sql`u."email", u."emailVerifiedAt", u."timeZone", u."preferences", u."deletedAt", u."bannedAt"`;
  return claimUndone({ table: "QueuedMail", doneAt: "doneAt", user }, limit);
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
