import { randomBytes } from "node:crypto";

/** A message's limits for its flow-control key. */
export type FlowControl = { key: string; parallelism?: number; rate?: number; periodMs: number };

/** How a message is to be delivered, as its publisher wrote it in headers. */
export type Publication = {
  url: string;
  method: string;
  /** Headers for the destination. */
  headers: Record<string, string>;
  body: Buffer;
  /** Ms after which it is due. */
  delayMs: number;
  /** Unix ms before which it is not due; wins over the delay. */
  notBeforeMs: number | null;
  maxRetries: number;
  retryDelayExpression?: string;
  /** Timeout of the destination, in ms. */
  timeoutMs: number;
  flowControl?: FlowControl;
  callback?: Publication;
  failureCallback?: Publication;
  label?: string;
  queueName?: string;
  scheduleId?: string;
  topicName?: string;
  endpointName?: string;
  callerIp: string;
};

/** A publication on its way. */
export type Message = {
  messageId: string;
  publication: Publication;
  createdAtMs: number;
  dueAtMs: number;
  retried: number;
  cancel: AbortController;
};

/** Creates an id in the service's format, such as `msg_…`, `scd_…` or `dlq_…`. */
export function createId(prefix: "msg" | "scd" | "dlq" | "sig"): string {
  return `${prefix}_${randomBytes(20).toString("base64url").replaceAll(/[-_]/g, "x")}`;
}

/** Adds id and time to a publication. */
export function createMessage(publication: Publication, nowMs: number): Message {
  return {
    messageId: createId("msg"),
    publication,
    createdAtMs: nowMs,
    dueAtMs: publication.notBeforeMs ?? nowMs + publication.delayMs,
    retried: 0,
    cancel: new AbortController(),
  };
}

/** A message as the API shows it. */
export function toMessageDto(message: Message): Record<string, unknown> {
  const { publication } = message;
  return {
    messageId: message.messageId,
    url: publication.url,
    method: publication.method,
    header: toHeaderLists(publication.headers),
    ...encodeBody(publication.body),
    maxRetries: publication.maxRetries,
    retryDelayExpression: publication.retryDelayExpression,
    notBefore: message.dueAtMs,
    createdAt: message.createdAtMs,
    callback: publication.callback?.url,
    failureCallback: publication.failureCallback?.url,
    queueName: publication.queueName,
    scheduleId: publication.scheduleId,
    topicName: publication.topicName,
    endpointName: publication.endpointName,
    callerIP: publication.callerIp,
    label: publication.label,
    flowControlKey: publication.flowControl?.key,
    parallelism: publication.flowControl?.parallelism,
    rate: publication.flowControl?.rate,
    period: publication.flowControl && publication.flowControl.periodMs / 1_000,
  };
}

/** A body as text, or in base64 where it is none. */
export function encodeBody(body: Buffer): { body?: string; bodyBase64?: string } {
  const text = body.toString("utf8");
  return Buffer.from(text, "utf8").equals(body) ? { body: text } : { bodyBase64: body.toString("base64") };
}

/** Headers with a list of values each, as the API shows them. */
export function toHeaderLists(headers: Record<string, string> | Headers): Record<string, string[]> {
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers);
  return Object.fromEntries(entries.map(([name, value]) => [name, [value]]));
}
