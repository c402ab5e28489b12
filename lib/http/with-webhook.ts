import "server-only";
import { randomUUID } from "node:crypto";
import { describeError } from "@/lib/http/error-response";
import { log } from "@/lib/infra/log";
import { AppError } from "@/lib/schemas/api-error";

/** A provider's message is small; anything larger is not one. */
const MOST_BYTES = 256 * 1024;

/**
 * Makes a POST route for a provider's webhooks. The signature is checked over the raw body before anything reads
 * it; a message that can't be acted on now is answered with an error, so that the provider sends it again.
 */
export function withWebhook(
  name: string,
  provider: {
    isSigned: (rawBody: string, headers: Headers) => boolean;
    take: (rawBody: string) => Promise<{ outcome: string }>;
  },
): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = randomUUID();
    const headers = { "x-request-id": requestId, "cache-control": "no-store" };
    try {
      const rawBody = await request.text();
      if (rawBody.length > MOST_BYTES) throw new AppError("body_too_large", "The message is too large.");
      if (!provider.isSigned(rawBody, request.headers)) {
        throw new AppError("unauthorized", "The signature does not belong to this message.");
      }
      const { outcome } = await provider.take(rawBody);
      log.info("webhook", { name, requestId, outcome });
      return Response.json({ outcome }, { headers });
    } catch (error) {
      const { status, body } = describeError(error, { route: `webhook ${name}`, requestId });
      return Response.json(body, { status, headers });
    }
  };
}
