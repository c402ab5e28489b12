import "server-only";
import { createHmac } from "node:crypto";
import http from "node:http";
import https from "node:https";
import { assertWebhookUrl, type CheckedAddress } from "@/lib/webhooks/assert-webhook-url";

/** How long a receiver may take for its response, in ms. */
const TIMEOUT_MS = 5_000;

type Message = { id: string; url: string; secret: string; payload: string };

/**
 * Posts a message and resolves when the receiver has accepted it. The name is resolved and checked again, the connection
 * goes to the checked address, and a redirect is not followed.
 *
 * @throws Error with a sentence about the failure, AppError `webhook_url_rejected`
 */
export async function postWebhook(message: Message): Promise<void> {
  const address = await assertWebhookUrl(message.url);
  const status = await send(message, address);
  if (status >= 200 && status < 300) return;
  const isRedirect = status >= 300 && status < 400;
  throw new Error(
    isRedirect ? `Redirects are not followed (${status}).` : `The receiver answered ${status}.`,
  );
}

function send({ id, url, secret, payload }: Message, { address, family }: CheckedAddress): Promise<number> {
  const client = url.startsWith("https:") ? https : http;
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(payload),
    "user-agent": "TerminalZero-Webhook/1",
    "x-webhook-id": id,
    "x-webhook-timestamp": timestamp,
    "x-webhook-signature": signWebhook(secret, timestamp, payload),
  };
  const lookup: https.RequestOptions["lookup"] = (_host, options, done) =>
    options.all ? done(null, [{ address, family }]) : done(null, address, family);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  return new Promise((resolve, reject) => {
    const request = client.request(
      url,
      { method: "POST", headers, lookup, agent: false, signal },
      (response) => {
        resolve(response.statusCode ?? 0);
        // Nothing of the response is used but its status.
        response.destroy();
      },
    );
    request.on("error", (error) =>
      reject(
        signal.aborted ? new Error(`No answer within ${TIMEOUT_MS / 1_000} s.`) : new Error(explain(error)),
      ),
    );
    request.end(payload);
  });
}

function explain(error: NodeJS.ErrnoException): string {
  return `The connection failed (${error.code ?? "unknown"}).`;
}

/** The signature of a message: HMAC-SHA256, in hex, of its time in seconds, a dot and its body. */
export function signWebhook(secret: string, timestamp: string, payload: string): string {
  return createHmac("sha256", secret).update(`${timestamp}.${payload}`).digest("hex");
}
