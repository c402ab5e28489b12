import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import type { z } from "zod";
import { encryptToken } from "@/lib/auth/encrypted-token";
import { notifyAccessChange } from "@/lib/auth/notify-access-change";
import { assertRecentProof } from "@/lib/auth/recent-proof";
import { storeWebhook } from "@/lib/db/hooks/webhooks";
import { listPortfolios } from "@/lib/db/queries/portfolios";
import { findUser } from "@/lib/db/queries/users/users";
import { AppError } from "@/lib/schemas/api-error";
import { type CreatedWebhook, type createWebhookSchema, MAX_WEBHOOKS } from "@/lib/schemas/programs/webhooks";
import { assertWebhookUrl } from "@/lib/webhooks/assert-webhook-url";
import { toWebhookDto } from "@/lib/webhooks/manage-webhooks";

const SECRET_BYTES = 24;

/**
 * Makes a webhook of one portfolio of the user, after a recent re-authentication. The secret that signs its messages is
 * returned once.
 *
 * @throws AppError `proof_required`, `not_found`, `webhook_url_rejected`, `too_many_webhooks`
 */
export async function createWebhook(
  session: { userId: string; sessionId: string },
  body: z.output<typeof createWebhookSchema>,
): Promise<CreatedWebhook> {
  await assertRecentProof(session);
  const user = await findUser(session.userId);
  const portfolio = (await listPortfolios(session.userId)).find(({ id }) => id === body.portfolioId);
  if (!user || !portfolio) throw new AppError("not_found", "There is no such portfolio.");
  await assertWebhookUrl(body.url);
  const secret = randomBytes(SECRET_BYTES).toString("hex");
  const stored = {
    id: randomUUID(),
    portfolioId: portfolio.id,
    userId: session.userId,
    url: body.url,
    secret: await encryptToken("webhook-secret", { secret }),
    topics: [...new Set(body.topics)],
    createdAt: new Date(),
  };
  if (!(await storeWebhook(stored, user, MAX_WEBHOOKS))) {
    throw new AppError(
      "too_many_webhooks",
      `You may have at most ${MAX_WEBHOOKS} webhooks; delete one first.`,
    );
  }
  notifyAccessChange(user, "webhook-created");
  return { webhook: toWebhookDto({ ...stored, portfolioName: portfolio.name }), secret };
}
