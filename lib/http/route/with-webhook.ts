import "server-only";
import { randomUUID } from "node:crypto";
import { toErrorResponse } from "@/lib/http/to-error-response";
import { readText } from "@/lib/infra/read-text";
import { log } from "@/lib/infra/telemetry/log";
import { AppError } from "@/lib/schemas/api-error";

/** The largest accepted message, in bytes. */
const MAX_BYTES = 256 * 1_024;

/**
 * Makes a POST route for a provider's webhooks. Without a signature header the body is not read at all; with
 * one the signature is checked over the raw body before it is parsed. A message that can't be handled now
 * gets an error response, so that the provider sends it again.
 */
export function withWebhook(
  name: string,
  provider: {
    signatureHeader: string;
    isSigned: (rawBody: string, signature: string) => boolean;
    consume: (rawBody: string) => Promise<{ outcome: string }>;
  },
): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = randomUUID();
    const headers = { "x-request-id": requestId, "cache-control": "no-store" };
    try {
      const signature = request.headers.get(provider.signatureHeader);
      if (signature === null) throw new AppError("unauthorized", "The message has no signature.");
      const rawBody = await readText(request, MAX_BYTES);
      if (!provider.isSigned(rawBody, signature)) {
        throw new AppError("unauthorized", "The signature does not belong to this message.");
      }
      const { outcome } = await provider.consume(rawBody);
      log.info("webhook", { name, requestId, outcome });
      return Response.json({ outcome }, { headers });
    } catch (error) {
      const { status, body } = toErrorResponse(error, { route: `webhook ${name}`, requestId });
      return Response.json(body, { status, headers });
    }
  };
}
