import { z } from "zod";

/** Requests about webhooks: URLs of a user that get a message for what happens in a portfolio. */

/** Webhooks that a user may have at the same time. */
export const MAX_WEBHOOKS = 10;
/** Failed messages that are listed. */
export const MAX_LISTED_FAILURES = 50;

/** What a webhook may get messages of. */
export const WEBHOOK_TOPICS = ["fill", "stop", "liquidation", "challenge", "journal"] as const;
export type WebhookTopic = (typeof WEBHOOK_TOPICS)[number];

/** Body of `POST /api/account/webhooks`. */
export const createWebhookSchema = z.strictObject({
  portfolioId: z.string().min(1).max(64),
  url: z.url({ protocol: /^https?$/ }).max(500),
  topics: z.array(z.enum(WEBHOOK_TOPICS)).min(1),
});
export type CreateWebhookBody = z.input<typeof createWebhookSchema>;

/** Path parameters of the routes of one webhook and of one message. */
export const webhookParamsSchema = z.object({ id: z.string().min(1).max(100) });

/** A webhook as its owner sees it. */
export const webhookSchema = z.object({
  id: z.string(),
  portfolioId: z.string(),
  portfolioName: z.string(),
  url: z.string(),
  topics: z.array(z.enum(WEBHOOK_TOPICS)),
  createdAt: z.string(),
});
export type WebhookDto = z.infer<typeof webhookSchema>;

/** A message that could not be delivered. */
export const webhookFailureSchema = z.object({
  id: z.string(),
  url: z.string(),
  topic: z.enum(WEBHOOK_TOPICS),
  attempts: z.number().int(),
  error: z.string(),
  createdAt: z.string(),
  endedAt: z.string(),
});
export type WebhookFailureDto = z.infer<typeof webhookFailureSchema>;

/** `GET /api/account/webhooks`: newest first, with the messages that could not be delivered. */
export const webhooksSchema = z.object({
  webhooks: z.array(webhookSchema),
  failures: z.array(webhookFailureSchema),
});
export type WebhooksResponse = z.infer<typeof webhooksSchema>;

/** `POST /api/account/webhooks`. `secret` signs the messages and is shown this once. */
export const createdWebhookSchema = z.object({ webhook: webhookSchema, secret: z.string() });
export type CreatedWebhook = z.infer<typeof createdWebhookSchema>;
