import "server-only";
import { z } from "zod";
import { decryptToken } from "@/lib/auth/encrypted-token";
import { findWaitingMessage, recordAttempt } from "@/lib/db/hooks/webhooks";
import { AppError } from "@/lib/schemas/api-error";
import { UnknownHostError } from "@/lib/webhooks/assert-webhook-url";
import { postWebhook } from "@/lib/webhooks/post-webhook";
import { MAX_ATTEMPTS } from "@/lib/webhooks/send-waiting";

const claimsSchema = z.object({ secret: z.string() });

/**
 * Delivers one message. After the last attempt, and where the URL is no longer allowed, it is dead and stands in the
 * list of failures.
 *
 * @throws AppError `service_unavailable` for a failed attempt, so that the queue tries again
 */
export async function deliverWebhook(input: {
  portfolioId: string;
  messageId: string;
}): Promise<{ outcome: string }> {
  const message = await findWaitingMessage(input.portfolioId, input.messageId);
  if (message === null) return { outcome: "duplicate" };
  try {
    const { secret } = claimsSchema.parse(await decryptToken("webhook-secret", message.secret));
    await postWebhook({ ...message, secret });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const isFinal = error instanceof AppError && !(error instanceof UnknownHostError);
    const isDead = isFinal || message.attempts + 1 >= MAX_ATTEMPTS;
    await recordAttempt(message, { status: isDead ? "dead" : "waiting", error: text });
    if (isDead) return { outcome: "dead" };
    throw new AppError("service_unavailable", text);
  }
  await recordAttempt(message, { status: "delivered", error: null });
  return { outcome: "delivered" };
}
