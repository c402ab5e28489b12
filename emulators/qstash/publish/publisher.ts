import type { Dispatcher } from "@/emulators/qstash/dispatcher";
import { chooseDeduplicationId, type Deduplication } from "@/emulators/qstash/publish/deduplication";
import type { Publication } from "@/emulators/qstash/publish/message";
import { assertUrl, parsePublication } from "@/emulators/qstash/publish/parse-publication";
import type { UrlGroups } from "@/emulators/qstash/publish/url-groups";

/** A publisher's request. */
export type PublishRequest = {
  /** A URL, or the name of a URL group. */
  destination: string;
  headers: Headers;
  body: Buffer;
  callerIp: string;
  queueName?: string;
};

/** The response for one message. */
export type PublishResponse = { messageId: string; url?: string; deduplicated?: true };

/** Accepts publications of every kind. */
export class Publisher {
  readonly #parts: { dispatcher: Dispatcher; deduplication: Deduplication; groups: UrlGroups };

  constructor(parts: { dispatcher: Dispatcher; deduplication: Deduplication; groups: UrlGroups }) {
    this.#parts = parts;
  }

  /** Reads a request into one publication for each of its destinations. @throws QstashError 400, 404, 412 */
  parse(request: PublishRequest): Publication[] {
    const { destination, headers, body, callerIp, queueName } = request;
    // The destination is raw text, but some clients escape it.
    const url = /^https?%3a/i.test(destination) ? decodeURIComponent(destination) : destination;
    const isGroup = /^[A-Za-z0-9._-]+$/.test(url);
    if (!isGroup) assertUrl(url);
    const endpoints = isGroup ? this.#parts.groups.get(url) : [{ url }];
    return endpoints.map((endpoint) => ({
      ...parsePublication({ url: endpoint.url, headers, body, callerIp }),
      queueName,
      ...(isGroup ? { topicName: url, endpointName: "name" in endpoint ? endpoint.name : undefined } : {}),
    }));
  }

  /** Accepts a request: one response, or one for each URL of a group. @throws QstashError 400, 404, 412 */
  publish(request: PublishRequest): PublishResponse | PublishResponse[] {
    const responses = this.parse(request).map((publication) => this.#accept(request.headers, publication));
    const [only] = responses;
    return only && only.url === undefined ? only : responses;
  }

  #accept(headers: Headers, publication: Publication): PublishResponse {
    const { deduplication, dispatcher } = this.#parts;
    const url = publication.topicName === undefined ? {} : { url: publication.url };
    const chosen = chooseDeduplicationId(headers, publication);
    const id = chosen && `${chosen} ${publication.topicName ? publication.url : ""}`;
    const first = id === null ? null : deduplication.find(id);
    if (first !== null) return { messageId: first, ...url, deduplicated: true };
    const { message } = dispatcher.accept(publication);
    if (id !== null) deduplication.remember(id, message.messageId);
    return { messageId: message.messageId, ...url };
  }
}
