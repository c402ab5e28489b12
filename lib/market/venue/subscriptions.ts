import "server-only";

/** The venue accepts 21,000 characters of topics on each connection. */
export const MAX_TOPIC_CHARACTERS = 20_000;
/** Topics of one request: a rejected request is sent again without the rejected topic. */
const TOPICS_A_REQUEST = 100;
/** How long a rejected topic is not requested again, in ms. */
const REJECTED_RETRY_MS = 600_000;
const REJECTED_TOPIC = /topic:([\w.-]+)/;

type Send = (request: { op: "subscribe" | "unsubscribe"; req_id: string; args: string[] }) => void;

/**
 * The topics of one connection. The venue accepts or rejects a request as a whole: a single delisted symbol
 * rejects the batch, which is then sent again without it.
 */
export class Subscriptions {
  readonly #send: Send;
  /** All requested topics, rejected or not. */
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

  /** Subscribes to all topics; called on each new connection. */
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
    const subscribed = removed.filter((topic) => !this.#rejectedAt.delete(topic));
    if (subscribed.length > 0) this.#send({ op: "unsubscribe", req_id: "", args: subscribed });
  }

  recordAccepted(requestId: string): void {
    this.#asked.delete(requestId);
  }

  /**
   * Handles a rejected request. @returns the unavailable topic, or null when the rejection has another cause
   */
  recordRejected(requestId: string, reason: string, nowMs: number): string | null {
    const asked = this.#asked.get(requestId);
    const topic = REJECTED_TOPIC.exec(reason)?.[1];
    if (!asked || !topic) return null;
    this.#asked.delete(requestId);
    this.#ask(asked.filter((one) => one !== topic && this.#topics.has(one)));
    // The existing subscription still delivers.
    if (reason.includes("already subscribed") || !this.#topics.has(topic)) return null;
    this.#rejectedAt.set(topic, nowMs);
    return topic;
  }

  /** Topics that the venue currently rejects. */
  rejected(): Iterable<string> {
    return this.#rejectedAt.keys();
  }

  /** Requests topics again that were rejected long ago, so that a relisted symbol is found. */
  retryRejected(nowMs: number): void {
    const due = [...this.#rejectedAt].filter(([, atMs]) => nowMs - atMs >= REJECTED_RETRY_MS);
    for (const [topic] of due) this.#rejectedAt.delete(topic);
    this.#ask(due.map(([topic]) => topic));
  }

  /** Requests a new first message of a topic: the venue sends it only upon a new subscription. */
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
