import { randomBytes } from "node:crypto";
import type { WebSocket } from "ws";

/** Idle timeout of a socket without topics and messages, in ms. */
const UNUSED_MS = 61_000;
/** Idle timeout of a socket without messages in either direction, in ms. */
const SILENT_MS = 600_000;
/** All topics of one connection together have at most so many characters. */
const MAX_TOPIC_CHARACTERS = 21_000;

/** What a topic must look like, and whether it exists at all. */
export type TopicCheck = (topic: string) => boolean;

type Listener = {
  isKnown: TopicCheck;
  onSubscribed: (topics: string[]) => void;
  onUnsubscribed: (topics: string[]) => void;
};

/** One subscriber's socket: its topics and the responses to its requests, in the venue's format. */
export class Connection {
  readonly topics = new Set<string>();
  readonly #socket: WebSocket;
  readonly #id = `${randomBytes(10).toString("hex")}-emulator`;
  #heardAtMs = Date.now();
  #publishedAtMs = Date.now();

  constructor(socket: WebSocket, options: Listener) {
    this.#socket = socket;
    socket.on("error", () => {});
    socket.on("message", (data) => {
      this.#heardAtMs = Date.now();
      const response = this.#response(String(data), options.isKnown);
      socket.send(JSON.stringify(response.reply));
      if (response.subscribed) options.onSubscribed(response.subscribed);
      if (response.unsubscribed) options.onUnsubscribed(response.unsubscribed);
    });
  }

  send(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#publishedAtMs = Date.now();
    this.#socket.send(text);
  }

  /** Closes the connection when its client has been idle for the venue's timeout. */
  cutIfIdle(nowMs: number): void {
    const isUnused = this.topics.size === 0 && nowMs - this.#heardAtMs >= UNUSED_MS;
    const isSilent = nowMs - Math.max(this.#heardAtMs, this.#publishedAtMs) >= SILENT_MS;
    if (isUnused || isSilent) this.drop();
  }

  /** Cuts the connection without a close frame: the other side sees 1006. */
  drop(): void {
    this.#socket.terminate();
  }

  #response(
    text: string,
    isKnown: TopicCheck,
  ): { reply: object; subscribed?: string[]; unsubscribed?: string[] } {
    let request: { req_id?: unknown; op?: unknown; args?: unknown };
    try {
      request = JSON.parse(text) as typeof request;
    } catch {
      const found = text.slice(0, 1);
      const problem = `readObjectStart: expect { or n, but found ${found}`;
      return { reply: this.#reply(false, `Failed to decode incoming data:${problem}`, { op: "" }) };
    }
    const head = { req_id: request.req_id, op: request.op };
    const args = Array.isArray(request.args) ? request.args.map(String) : [];
    if (request.op === "ping") return { reply: this.#reply(true, "pong", head) };
    if (request.op === "unsubscribe") {
      const unsubscribed = args.filter((topic) => this.topics.delete(topic));
      return { reply: this.#reply(true, "", head), unsubscribed };
    }
    if (request.op !== "subscribe") return { reply: this.#reply(false, "error:invalid op", head) };
    // A batch is all or nothing: one invalid topic rejects the valid ones beside it.
    const unknown = args.find((topic) => !isKnown(topic));
    if (unknown) return { reply: this.#reply(false, `error:handler not found,topic:${unknown}`, head) };
    const subscribed = args.find((topic) => this.topics.has(topic));
    if (subscribed)
      return { reply: this.#reply(false, `error:already subscribed,topic:${subscribed}`, head) };
    const characters = [...this.topics, ...args].reduce((sum, topic) => sum + topic.length, 0);
    // The limit is documented, the text of its rejection is not.
    if (characters > MAX_TOPIC_CHARACTERS) {
      return { reply: this.#reply(false, `error:args size >${MAX_TOPIC_CHARACTERS}`, head) };
    }
    for (const topic of args) this.topics.add(topic);
    return { reply: this.#reply(true, "", head), subscribed: args };
  }

  /** Keys in the venue's order, which some clients depend on. */
  #reply(success: boolean, message: string, head: { req_id?: unknown; op: unknown }): object {
    const reqId = typeof head.req_id === "string" ? head.req_id : "";
    return { success, ret_msg: message, conn_id: this.#id, req_id: reqId, op: head.op };
  }
}
