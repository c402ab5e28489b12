import { type Message, type Publication, toHeaderLists } from "@/emulators/qstash/publish/message";
import type { Outcome } from "@/emulators/qstash/send-delivery";

/** The callback message with the result of an attempt; with a dead letter's id after the last one. */
export function createCallback(
  callback: Publication,
  source: Message,
  outcome: Outcome,
  dlqId?: string,
): Publication {
  const { publication } = source;
  const report = {
    status: outcome.status,
    header: outcome.headers ? toHeaderLists(outcome.headers) : {},
    body: (outcome.error ? Buffer.from(outcome.error) : outcome.body).toString("base64"),
    retried: source.retried,
    maxRetries: publication.maxRetries,
    sourceMessageId: source.messageId,
    topicName: publication.topicName ?? "",
    endpointName: publication.endpointName ?? "",
    url: publication.url,
    method: publication.method,
    sourceHeader: toHeaderLists(publication.headers),
    sourceBody: publication.body.toString("base64"),
    notBefore: String(source.dueAtMs),
    createdAt: String(source.createdAtMs),
    scheduleId: publication.scheduleId ?? "",
    callerIP: publication.callerIp,
    ...(dlqId ? { dlqId } : {}),
  };
  return { ...callback, body: Buffer.from(JSON.stringify(report)) };
}
