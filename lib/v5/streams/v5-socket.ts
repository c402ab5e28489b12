import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { CalledKey } from "@/lib/db/queries/users/api-keys";
import { assertKnownSymbols } from "@/lib/market/reference/instruments";
import { assertUsable, findKey, openKey } from "@/lib/v5/authenticate";
import { consumeKeyLimit } from "@/lib/v5/consume-key-limit";
import { callOrderOperation } from "@/lib/v5/streams/call-order-operation";
import { PRIVATE_TOPICS, type PrivateRows, type PrivateTopic } from "@/lib/v5/streams/describe-changes";
import { watchKey } from "@/lib/v5/streams/key-watch";
import { getPrivateFeed } from "@/lib/v5/streams/private-feed";
import { getPublicFeed } from "@/lib/v5/streams/public-feed";
import { parsePublicTopic } from "@/lib/v5/streams/public-topics";
import { parseSocketMessage, type SocketMessage } from "@/lib/v5/streams/socket-message";
import { toWireFault } from "@/lib/v5/wire/to-wire-fault";
import { V5Error } from "@/lib/v5/wire/v5-error";
import { verifySignature } from "@/lib/v5/wire/verify-signature";

/** The three paths; each has answers of its own form. */
export type SocketKind = "public" | "private" | "trade";

/** The connection below a socket. */
export type Connection = {
  ip: string;
  send: (text: string) => void;
  close: (code: number, reason: string) => void;
};

/** A socket whose credentials were rejected is closed after this, in ms: clients reconnect at once. */
const REJECTED_FOR_MS = 1_000;
/** pybit signs for one second only, and its clock may be late. */
const LATE_MS = 1_000;
const MAX_TOPICS = 200;

/** One socket of a program. Its messages are handled strictly in order; answers echo the request's id and its type. */
export class V5Socket {
  readonly #id = randomUUID();
  readonly #kind: SocketKind;
  readonly #connection: Connection;
  /** Removes each subscription, by the name of its topic. */
  readonly #topics = new Map<string, () => void>();
  #key: CalledKey | null = null;
  #leave: (() => void) | null = null;
  #unwatch: (() => void) | null = null;
  #last: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(kind: SocketKind, connection: Connection) {
    this.#kind = kind;
    this.#connection = connection;
  }

  /** Takes a message of the client; resolves when it has been answered. */
  receive(text: string): Promise<void> {
    this.#last = this.#last.then(() => this.#handle(text));
    return this.#last;
  }

  /** Ends all subscriptions. */
  close(): void {
    this.#isClosed = true;
    for (const stop of this.#topics.values()) stop();
    this.#topics.clear();
    this.#leave?.();
    this.#unwatch?.();
  }

  async #handle(text: string): Promise<void> {
    if (this.#isClosed) return;
    const message = parseSocketMessage(text);
    try {
      await this.#answer(message);
    } catch (error) {
      this.#reject(message, toWireFault(error, `socket ${message.op.slice(0, 20)}`));
    }
  }

  async #answer(message: SocketMessage): Promise<void> {
    const { op } = message;
    if (op === "ping") return this.#pong(message);
    if (op === "auth") return this.#authenticate(message);
    if (op.startsWith("order.")) return this.#trade(message);
    if (op === "subscribe") return this.#subscribe(message);
    if (op === "unsubscribe") return this.#unsubscribe(message);
    throw new V5Error(10404, `error:unknown op ${op.slice(0, 40)}`);
  }

  #pong(message: SocketMessage): void {
    const nowText = String(Date.now());
    const id = { ...reqOf(message), conn_id: this.#id };
    const pongs = {
      public: { success: true, ret_msg: "pong", ...id, op: "ping" },
      private: { ...id, op: "pong", args: [nowText] },
      trade: { ...this.#accepted(message), op: "pong", data: [nowText] },
    };
    this.#send(pongs[this.#kind]);
  }

  /** The newest credentials count; a second `auth` of the same key keeps the socket. */
  async #authenticate(message: SocketMessage): Promise<void> {
    try {
      const key = await this.#verify(message);
      const isRepeat = this.#key?.key === key.key;
      if (this.#key !== null && !isRepeat) throw new V5Error(20001, "repeat auth");
      if (!isRepeat) {
        this.#unwatch = watchKey(key.key, () =>
          this.#connection.close(1008, "The API key is not valid any more."),
        );
        if (this.#isClosed) this.#unwatch();
      }
      this.#key = key;
      this.#acknowledge(message);
    } catch (error) {
      const fault = await countAttempt(this.#connection.ip, toWireFault(error, "socket auth"));
      this.#reject(message, fault);
      setTimeout(
        () => this.#connection.close(1008, "The credentials were rejected."),
        REJECTED_FOR_MS,
      ).unref();
    }
  }

  async #verify({ args }: SocketMessage): Promise<CalledKey> {
    const parsed = z
      .tuple([z.string().max(100), z.union([z.string().max(20), z.number()]), z.string().max(2_000)])
      .safeParse(args);
    if (!parsed.success) throw new V5Error(10001, "Params Error");
    const [name, expires, signature] = parsed.data;
    const nowMs = Date.now();
    if (!(Number(expires) > nowMs - LATE_MS)) throw new V5Error(10002, "error:request expired");
    const key = await findKey(name);
    if (!verifySignature(await openKey(key), [`GET/realtime${expires}`], signature)) {
      throw new V5Error(10004, "Params Error");
    }
    assertUsable(key, { ip: this.#connection.ip, nowMs });
    return key;
  }

  async #trade(message: SocketMessage): Promise<void> {
    if (this.#key === null) throw new V5Error(10003, "Request not authorized");
    // As it is now: between two checks of open sockets it may have been revoked, or its owner banned.
    const key = await findKey(this.#key.key);
    assertUsable(key, { ip: this.#connection.ip, nowMs: Date.now() });
    const response = await callOrderOperation(key, { message, ip: this.#connection.ip });
    this.#send({ ...reqIdOf(message), ...response, op: message.op, connId: this.#id });
  }

  async #subscribe(message: SocketMessage): Promise<void> {
    const names = readTopics(message);
    if (this.#topics.size + names.length > MAX_TOPICS) throw new V5Error(10001, "error:too many topics");
    for (const name of names) if (!this.#topics.has(name)) await this.#open(name);
    this.#acknowledge(message);
  }

  async #open(name: string): Promise<void> {
    const topic = readPrivateTopic(name);
    if (topic !== null) return this.#openPrivate(name);
    const open = parsePublicTopic(name);
    if (open === null) throw new V5Error(10404, `error:handler not found,topic:${name.slice(0, 60)}`);
    await assertKnownSymbols([open.symbol]);
    if (this.#isClosed) return;
    const stop = getPublicFeed().join(open.symbol, (change) => {
      const built = open.build(change);
      if (built !== null) this.#send(built);
    });
    this.#topics.set(name, stop);
  }

  async #openPrivate(name: string): Promise<void> {
    if (this.#key === null) throw new V5Error(10003, `error:topic:${name.slice(0, 40)} needs auth first`);
    this.#topics.set(name, () => {});
    this.#leave ??= await getPrivateFeed().join(this.#key.portfolioId, (rows) => this.#show(rows));
    if (this.#isClosed) this.#leave();
  }

  /** The messages of one change, in the order of the topics, under the names that were subscribed. */
  #show(rows: PrivateRows): void {
    const creationTime = Date.now();
    for (const topic of PRIVATE_TOPICS) {
      if (rows[topic].length === 0) continue;
      for (const name of this.#topics.keys()) {
        if (readPrivateTopic(name) !== topic) continue;
        this.#send({ id: randomUUID(), topic: name, creationTime, data: rows[topic] });
      }
    }
  }

  #unsubscribe(message: SocketMessage): void {
    for (const name of readTopics(message)) {
      this.#topics.get(name)?.();
      this.#topics.delete(name);
    }
    this.#acknowledge(message);
  }

  #acknowledge(message: SocketMessage): void {
    const { op } = message;
    const done = { success: true, ret_msg: "", op, conn_id: this.#id, ...reqOf(message) };
    this.#send(this.#kind === "trade" ? { ...this.#accepted(message), op } : done);
  }

  #accepted(message: SocketMessage): object {
    return { ...reqIdOf(message), retCode: 0, retMsg: "OK", connId: this.#id };
  }

  /** Without its `reqId` a rejection on the trade socket would reject everything that a client waits for. */
  #reject(message: SocketMessage, { retCode, message: retMsg }: V5Error): void {
    const { op } = message;
    const isTrade = this.#kind === "trade" || op.startsWith("order.");
    const rejected = { ...reqIdOf(message), retCode, retMsg, op, data: {}, connId: this.#id };
    const failed = { success: false, ret_msg: retMsg, op, conn_id: this.#id, ...reqOf(message) };
    this.#send(isTrade ? rejected : failed);
  }

  #send(message: object): void {
    if (!this.#isClosed) this.#connection.send(JSON.stringify(message));
  }
}

/** Counts rejected credentials by client IP, like those of REST. @returns the rejection, 10006 above the limit */
function countAttempt(ip: string, fault: V5Error): Promise<V5Error> {
  return consumeKeyLimit("ip", { who: ip }).then(
    () => fault,
    (error) => toWireFault(error, "socket auth"),
  );
}

/** Echoed with its type; "" for none. */
function reqOf({ req_id: id }: SocketMessage): { req_id: string | number } {
  return { req_id: id ?? "" };
}

function reqIdOf({ reqId, req_id: id }: SocketMessage): { reqId?: string | number } {
  const given = reqId ?? id;
  return given === undefined || given === null ? {} : { reqId: given };
}

function readTopics({ args }: SocketMessage): string[] {
  const parsed = z.array(z.string().max(100)).min(1).max(MAX_TOPICS).safeParse(args);
  if (!parsed.success) throw new V5Error(10001, "error:args must be topics");
  return parsed.data;
}

/** The topic of a name such as `order` or `order.linear`; null for a public one. */
function readPrivateTopic(name: string): PrivateTopic | null {
  const plain = name.replace(/\.linear$/, "");
  return PRIVATE_TOPICS.find((topic) => topic === plain) ?? null;
}
