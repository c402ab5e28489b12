import { Agent, type IncomingMessage, request } from "node:http";
import { request as requestSecurely, Agent as SecureAgent } from "node:https";
import type { Message } from "@/emulators/qstash/publish/message";
import { signDelivery } from "@/emulators/qstash/sign-delivery";

/** The result of one attempt; status 0 without a response. */
export type Outcome = { status: number; headers: Headers | null; body: Buffer; error?: string };

/** A publisher must not set connection headers. */
const HOP_HEADERS = new Set(["host", "connection", "content-length", "transfer-encoding", "keep-alive"]);
const MAX_RESPONSE_BYTES = 1_024 * 1_024;
/** Closed before a destination would close it, which for most is after 5 s. */
const KEPT = { keepAlive: true, timeout: 2_000 };
const agent = new Agent(KEPT);
const secureAgent = new SecureAgent(KEPT);

/** Calls the destination once, signed. Redirects are not followed. Never throws. */
export async function sendDelivery(message: Message, signingKey: string): Promise<Outcome> {
  const { publication } = message;
  const hasBody = publication.method !== "GET" && publication.body.length > 0;
  const body = hasBody ? publication.body : Buffer.alloc(0);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(publication.headers)) {
    if (!HOP_HEADERS.has(name)) headers[name] = value;
  }
  headers["user-agent"] = "Upstash-QStash";
  headers["upstash-message-id"] = message.messageId;
  headers["upstash-retried"] = String(message.retried);
  headers["upstash-caller-ip"] = publication.callerIp;
  headers["upstash-signature"] = signDelivery({ key: signingKey, url: publication.url, body });
  if (publication.scheduleId) headers["upstash-schedule-id"] = publication.scheduleId;
  if (publication.topicName) headers["upstash-topic-name"] = publication.topicName;
  if (publication.label) headers["upstash-label"] = publication.label;
  if (hasBody) headers["content-length"] = String(body.length);
  try {
    return await call(message, headers, body);
  } catch (error) {
    return { status: 0, headers: null, body: Buffer.alloc(0), error: describe(error) };
  }
}

/** Plain HTTP on kept connections, a third of what `fetch` costs: the emulator shares the machine with the product. */
function call(message: Message, headers: Record<string, string>, body: Buffer): Promise<Outcome> {
  const { url, method, timeoutMs } = message.publication;
  const { signal } = message.cancel;
  return new Promise((resolve, reject) => {
    const isSecure = url.startsWith("https:");
    const options = { method, headers, signal, agent: isSecure ? secureAgent : agent };
    const sent = (isSecure ? requestSecurely : request)(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES);
        resolve({ status: response.statusCode ?? 0, headers: toHeaders(response), body: text });
      });
    });
    const timer = setTimeout(() => sent.destroy(new Error("The destination took too long.")), timeoutMs);
    sent.on("error", reject);
    sent.on("close", () => clearTimeout(timer));
    sent.end(body);
  });
}

function toHeaders(response: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(response.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return headers;
}

/** True when the destination has accepted the message: only 2xx counts. */
export function isDelivered(outcome: Outcome): boolean {
  return outcome.status >= 200 && outcome.status < 300;
}

/** True when the destination asks for no retry. */
export function isNonRetryable(outcome: Outcome): boolean {
  return outcome.status === 489 && outcome.headers?.get("upstash-nonretryable-error") === "true";
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
