import "server-only";
import {
  deleteStoredWebhook,
  findWebhooksOf,
  listDeadMessages,
  reviveMessage,
  type StoredWebhook,
} from "@/lib/db/hooks/webhooks";
import { AppError } from "@/lib/schemas/api-error";
import {
  MAX_LISTED_FAILURES,
  WEBHOOK_TOPICS,
  type WebhookDto,
  type WebhookFailureDto,
  type WebhooksResponse,
} from "@/lib/schemas/programs/webhooks";
import { sendWaiting } from "@/lib/webhooks/send-waiting";

/** A user's webhooks, and the messages that could not be delivered, both newest first. */
export async function readOwnWebhooks(userId: string): Promise<WebhooksResponse> {
  const [webhooks, dead] = await Promise.all([
    findWebhooksOf(userId),
    listDeadMessages(userId, MAX_LISTED_FAILURES),
  ]);
  return { webhooks: webhooks.map(toWebhookDto), failures: dead.map(toFailureDto) };
}

/** Deletes a webhook of the user. @throws AppError `not_found` */
export async function deleteWebhook(userId: string, id: string): Promise<void> {
  if (!(await deleteStoredWebhook(userId, id))) {
    throw new AppError("not_found", "There is no such webhook.");
  }
}

/** Sends a message again that could not be delivered. @throws AppError `not_found` */
export async function resendMessage(userId: string, id: string): Promise<void> {
  if (!(await reviveMessage(userId, id))) throw new AppError("not_found", "There is no such message.");
  await sendWaiting();
}

/** A stored webhook as its owner sees it. */
export function toWebhookDto(
  stored: Pick<StoredWebhook, "id" | "portfolioId" | "url" | "topics" | "createdAt"> & {
    portfolioName: string;
  },
): WebhookDto {
  const { id, portfolioId, portfolioName, url, topics, createdAt } = stored;
  const known = WEBHOOK_TOPICS.filter((topic) => topics.includes(topic));
  return { id, portfolioId, portfolioName, url, topics: known, createdAt: createdAt.toISOString() };
}

function toFailureDto(row: Awaited<ReturnType<typeof listDeadMessages>>[number]): WebhookFailureDto {
  const { id, topic, attempts, lastError, createdAt, endedAt, webhook } = row;
  return {
    id,
    url: webhook.url,
    topic: WEBHOOK_TOPICS.find((one) => one === topic) ?? "fill",
    attempts,
    error: lastError ?? "",
    createdAt: createdAt.toISOString(),
    endedAt: (endedAt ?? createdAt).toISOString(),
  };
}
