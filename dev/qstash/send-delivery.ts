import type { Message } from "@/dev/qstash/message";
import { signDelivery } from "@/dev/qstash/sign-delivery";

/** What came of one attempt; status 0 when there was no answer at all. */
export type Outcome = { status: number; headers: Headers | null; body: Buffer; error?: string };

/** A publisher must not steer the connection itself. */
const HOP_HEADERS = new Set(["host", "connection", "content-length", "transfer-encoding", "keep-alive"]);
const MAX_ANSWER_BYTES = 1_024 * 1_024;

/** Calls the destination once, signed. Redirects are not followed. Never throws. */
export async function sendDelivery(message: Message, signingKey: string): Promise<Outcome> {
  const { publication } = message;
  const hasBody = publication.method !== "GET" && publication.body.length > 0;
  const body = hasBody ? publication.body : Buffer.alloc(0);
  const headers = new Headers();
  for (const [name, value] of Object.entries(publication.headers)) {
    if (!HOP_HEADERS.has(name)) headers.set(name, value);
  }
  headers.set("user-agent", "Upstash-QStash");
  headers.set("upstash-message-id", message.messageId);
  headers.set("upstash-retried", String(message.retried));
  headers.set("upstash-caller-ip", publication.callerIp);
  headers.set("upstash-signature", signDelivery({ key: signingKey, url: publication.url, body }));
  if (publication.scheduleId) headers.set("upstash-schedule-id", publication.scheduleId);
  if (publication.topicName) headers.set("upstash-topic-name", publication.topicName);
  if (publication.label) headers.set("upstash-label", publication.label);
  try {
    const answer = await fetch(publication.url, {
      method: publication.method,
      headers,
      body: hasBody ? new Uint8Array(body) : undefined,
      redirect: "manual",
      signal: AbortSignal.any([message.cancel.signal, AbortSignal.timeout(publication.timeoutMs)]),
    });
    const text = Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, headers: answer.headers, body: text.subarray(0, MAX_ANSWER_BYTES) };
  } catch (error) {
    return { status: 0, headers: null, body: Buffer.alloc(0), error: describe(error) };
  }
}

/** True when the destination has taken the message: only 2xx counts. */
export function isDelivered(outcome: Outcome): boolean {
  return outcome.status >= 200 && outcome.status < 300;
}

/** True when the destination asks not to be tried again. */
export function isNonRetryable(outcome: Outcome): boolean {
  return outcome.status === 489 && outcome.headers?.get("upstash-nonretryable-error") === "true";
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
