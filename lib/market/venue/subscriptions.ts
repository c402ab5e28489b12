import "server-only";

/** The venue takes 21,000 characters of topics a connection. */
export const MAX_TOPIC_CHARACTERS = 20_000;
/** Topics of one request: a rejected one is asked for again without the topic that was rejected. */
const TOPICS_A_REQUEST = 100;
/** How long a rejected topic is left alone before it is asked for again, in ms. */
const REJECTED_RETRY_MS = 600_000;
const REJECTED_TOPIC = /topic:([\w.-]+)/;

type Send = (request: { op: "subscribe" | "unsubscribe"; req_id: string; args: string[] }) => void;

/**
 * The topics of one connection. The venue answers a request as a whole: a single delisted symbol rejects the whole
 * batch, which is then asked for again without it.
 */
export class Subscriptions {
  readonly #send: Send;
  /** What is wanted, rejected or not. */
  readonly #topics = new Set<string>();
  readonly #asked = new Map<string, string[]>();
  readonly #rejectedAt = new Map<string, number>();
  #characters = 0;
  #requests = 0;

  constructor(send: Send) {
    this.#send = send;
  }

  get characters(): number {
    return this.#characters;
  }

  has(topic: string): boolean {
    return this.#topics.has(topic);
  }

  topics(): Iterable<string> {
    return this.#topics;
  }

  /** Asks for everything: on each new connection. */
  subscribeAll(): void {
    this.#rejectedAt.clear();
    this.#asked.clear();
    this.#ask([...this.#topics]);
  }

  add(topics: readonly string[]): void {
    const added = topics.filter((topic) => !this.#topics.has(topic));
    for (const topic of added) {
      this.#topics.add(topic);
      this.#characters += topic.length;
    }
    this.#ask(added);
  }

  remove(topics: readonly string[]): void {
    const removed = topics.filter((topic) => this.#topics.delete(topic));
    for (const topic of removed) this.#characters -= topic.length;
    const held = removed.filter((topic) => !this.#rejectedAt.delete(topic));
    if (held.length > 0) this.#send({ op: "unsubscribe", req_id: "", args: held });
  }

  noteAccepted(requestId: string): void {
    this.#asked.delete(requestId);
  }

  /** The venue rejected a request. @returns the topic that can't be had, or null when the rejection means no such thing */
  recordRejected(requestId: string, reason: string, nowMs: number): string | null {
    const asked = this.#asked.get(requestId);
    const topic = REJECTED_TOPIC.exec(reason)?.[1];
    if (!asked || !topic) return null;
    this.#asked.delete(requestId);
    this.#ask(asked.filter((one) => one !== topic && this.#topics.has(one)));
    // The first subscription keeps delivering.
    if (reason.includes("already subscribed") || !this.#topics.has(topic)) return null;
    this.#rejectedAt.set(topic, nowMs);
    return topic;
  }

  /** Topics that the venue rejects at present. */
  rejected(): Iterable<string> {
    return this.#rejectedAt.keys();
  }

  /** Asks again for topics that were rejected long ago; a relisted symbol comes back by itself. */
  retryRejected(nowMs: number): void {
    const due = [...this.#rejectedAt].filter(([, atMs]) => nowMs - atMs >= REJECTED_RETRY_MS);
    for (const [topic] of due) this.#rejectedAt.delete(topic);
    this.#ask(due.map(([topic]) => topic));
  }

  /** Asks for a new first message of a topic: the venue sends it only upon a new subscription. */
  renew(topic: string): void {
    this.#send({ op: "unsubscribe", req_id: "", args: [topic] });
    this.#ask([topic]);
  }

  #ask(topics: readonly string[]): void {
    for (let at = 0; at < topics.length; at += TOPICS_A_REQUEST) {
      const args = topics.slice(at, at + TOPICS_A_REQUEST);
      this.#requests += 1;
      const id = String(this.#requests);
      this.#asked.set(id, args);
      this.#send({ op: "subscribe", req_id: id, args });
    }
  }
}
