import "server-only";
import { lockOwner, type Owner } from "@/lib/db/access/lock-owner";
import { getDb, getPool } from "@/lib/db/client";

/** A stored webhook. `secret` is encrypted; events after `afterSeq` have not been looked at yet. */
export type StoredWebhook = {
  id: string;
  portfolioId: string;
  userId: string;
  url: string;
  secret: string;
  topics: string[];
  createdAt: Date;
  afterSeq: number;
};

/** A message that is to be written for a webhook. */
export type NewWebhookMessage = { id: string; topic: string; payload: string };

/** A message with what its delivery needs. */
export type WaitingMessage = {
  id: string;
  portfolioId: string;
  payload: string;
  attempts: number;
  url: string;
  secret: string;
};

/** A message that is to be given to the queue; `sends` counts how often it has been. */
export type UnsentMessage = { id: string; portfolioId: string; webhookId: string; sends: number };

const COLUMNS = `w."id", w."portfolioId", w."userId", w."url", w."secret", w."topics", w."createdAt", w."afterSeq"`;

/** A user's webhooks with the names of their portfolios, newest first. */
export async function findWebhooksOf(userId: string): Promise<(StoredWebhook & { portfolioName: string })[]> {
  const rows = await getDb().webhook.findMany({
    where: { userId },
    include: { portfolio: { select: { name: true } } },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });
  return rows.map(({ portfolio, ...row }) => ({ ...row, portfolioName: portfolio.name }));
}

/**
 * Stores a webhook that begins with the portfolio's next event, unless the user has `most`. Concurrent calls of one
 * user wait for each other.
 *
 * @returns whether it was stored. @throws AppError `unauthorized`, see `lockOwner`
 */
export function storeWebhook(
  webhook: Omit<StoredWebhook, "afterSeq">,
  owner: Owner,
  most: number,
): Promise<boolean> {
  return getDb().$transaction(async (tx) => {
    await lockOwner(tx, owner);
    if ((await tx.webhook.count({ where: { userId: webhook.userId } })) >= most) return false;
    const { seq } = await tx.portfolio.findUniqueOrThrow({ where: { id: webhook.portfolioId } });
    await tx.webhook.create({ data: { ...webhook, afterSeq: seq } });
    return true;
  });
}

/** Deletes a webhook of a user with its messages. @returns false when the user has no such webhook */
export async function deleteStoredWebhook(userId: string, id: string): Promise<boolean> {
  const { count } = await getDb().webhook.deleteMany({ where: { userId, id } });
  return count > 0;
}

/** Webhooks whose portfolios have events that have not been looked at. */
export async function findDueWebhooks(most: number): Promise<(StoredWebhook & { seq: number })[]> {
  const { rows } = await getPool().query<StoredWebhook & { seq: number }>({
    name: "due-webhooks",
    text: `SELECT ${COLUMNS}, p."seq" FROM "Webhook" w JOIN "Portfolio" p ON p."id" = w."portfolioId"
      JOIN "User" u ON u."id" = w."userId"
      WHERE p."seq" > w."afterSeq" AND u."bannedAt" IS NULL AND u."deletedAt" IS NULL LIMIT $1`,
    values: [most],
  });
  return rows;
}

/**
 * Writes the messages of a webhook up to event `throughSeq`, only if no other process has written them: its `afterSeq`
 * is still the one that was read.
 */
export async function writeMessages(
  webhook: Pick<StoredWebhook, "portfolioId" | "id" | "afterSeq">,
  throughSeq: number,
  messages: readonly NewWebhookMessage[],
): Promise<void> {
  const { portfolioId, id: webhookId, afterSeq } = webhook;
  await getPool().query({
    name: "write-webhook-messages",
    text: `WITH moved AS (
        UPDATE "Webhook" SET "afterSeq" = $4 WHERE "portfolioId" = $1 AND "id" = $2 AND "afterSeq" = $3 RETURNING 1)
      INSERT INTO "WebhookMessage" ("portfolioId", "id", "webhookId", "topic", "payload", "createdAt")
      SELECT $1, m."id", $2, m."topic", m."payload", now()
      FROM moved, json_to_recordset($5) AS m("id" text, "topic" text, "payload" text)`,
    values: [portfolioId, webhookId, afterSeq, throughSeq, JSON.stringify(messages)],
  });
}

/**
 * Claims messages that wait and have not been given to the queue since `before`, so that no other process sends them
 * meanwhile.
 */
export async function claimUnsent(before: Date, now: Date, most: number): Promise<UnsentMessage[]> {
  const { rows } = await getPool().query<UnsentMessage>({
    name: "claim-webhook-messages",
    text: `UPDATE "WebhookMessage" m SET "sentAt" = $2, "sends" = m."sends" + 1
      FROM (SELECT "portfolioId", "id" FROM "WebhookMessage"
        WHERE "status" = 'waiting' AND ("sentAt" IS NULL OR "sentAt" < $1)
        ORDER BY "createdAt" LIMIT $3 FOR UPDATE SKIP LOCKED) c
      WHERE m."portfolioId" = c."portfolioId" AND m."id" = c."id"
      RETURNING m."id", m."portfolioId", m."webhookId", m."sends"`,
    values: [before, now, most],
  });
  return rows;
}

/** Lets a message that the queue did not take be claimed again at once. */
export async function releaseUnsent({
  portfolioId,
  id,
}: Pick<UnsentMessage, "portfolioId" | "id">): Promise<void> {
  await getDb().webhookMessage.updateMany({ where: { portfolioId, id }, data: { sentAt: null } });
}

/** A message that waits, with its webhook; null once it has ended or its webhook was deleted. */
export async function findWaitingMessage(portfolioId: string, id: string): Promise<WaitingMessage | null> {
  const row = await getDb().webhookMessage.findUnique({
    where: { portfolioId_id: { portfolioId, id } },
    include: { webhook: { select: { url: true, secret: true } } },
  });
  if (row === null || row.status !== "waiting") return null;
  const { payload, attempts, webhook } = row;
  return { id, portfolioId, payload, attempts, ...webhook };
}

/** Records an attempt: with an error it was one, and with `status` the message has ended. */
export async function recordAttempt(
  { portfolioId, id }: Pick<WaitingMessage, "portfolioId" | "id">,
  result: { status: "waiting" | "delivered" | "dead"; error: string | null },
): Promise<void> {
  const { status, error } = result;
  await getDb().webhookMessage.updateMany({
    where: { portfolioId, id, status: "waiting" },
    data: {
      status,
      lastError: error,
      attempts: { increment: 1 },
      ...(status !== "waiting" && { endedAt: new Date() }),
    },
  });
}

/** The newest messages of a user's webhooks that could not be delivered. */
export async function listDeadMessages(userId: string, most: number) {
  return getDb().webhookMessage.findMany({
    where: { status: "dead", webhook: { userId } },
    include: { webhook: { select: { url: true } } },
    orderBy: [{ endedAt: "desc" }, { id: "asc" }],
    take: most,
  });
}

/** Lets a message that could not be delivered wait again. @returns false when the user has no such message */
export async function reviveMessage(userId: string, id: string): Promise<boolean> {
  const { count } = await getDb().webhookMessage.updateMany({
    where: { id, status: "dead", webhook: { userId } },
    data: { status: "waiting", attempts: 0, sentAt: null, endedAt: null, lastError: null },
  });
  return count > 0;
}

/** Deletes messages that ended before an instant. */
export async function deleteOldMessages(before: Date): Promise<void> {
  await getDb().webhookMessage.deleteMany({ where: { endedAt: { lt: before } } });
}
