import type { WebSocket } from "ws";
import { Catalogue, isNamed } from "@/emulators/bybit/catalogue";
import { Connection } from "@/emulators/bybit/connection";
import { BEHAVED, type BybitActions, type BybitSwitches } from "@/emulators/bybit/switches";
import type { Frame, SymbolFrames } from "@/emulators/bybit/symbol-frames";
import type { SymbolMarket } from "@/emulators/bybit/symbol-market";
import { isInterval } from "@/lib/core/candle-interval";

/** Step interval of the market, in ms: the venue's tickers come at most every 100 ms. */
const STEP_MS = 50;
const KLINE_EVERY_MS = 1_000;
const PUSH_EVERY_MS = 100;
/** Topics of a single symbol. Liquidations can be subscribed, but never occur in a synthetic market. */
const UNDIVIDED = ["tickers", "publicTrade", "allLiquidation"];
const DEPTHS = ["1", "50", "200", "1000"];

/** Steps between two updates of a quiet symbol: at most once a second. */
const QUIET_EVERY = 1_000 / STEP_MS;

const GREETED_TOGETHER = 5;

type Options = {
  seed: number;
  /** The contracts of the venue; all known ones if none are named. */
  symbols?: readonly string[] | undefined;
  recorded?: readonly SymbolMarket[];
  /** The venue's own clock, in ms. */
  now: () => number;
};

/** The market of all symbols and its subscribers. Only subscribed symbols are calculated. */
export class Venue {
  readonly switches: BybitSwitches = { ...BEHAVED };
  readonly now: () => number;
  readonly catalogue: Catalogue;
  readonly #connections = new Set<Connection>();
  /** Subscribers of each topic, by symbol. */
  readonly #followed = new Map<string, Map<string, Set<Connection>>>();
  readonly #timer: NodeJS.Timeout;
  /** The last candle that each kline topic sent. */
  readonly #klineStarts = new Map<string, number>();
  #klinesAtMs = 0;
  #steps = 0;

  constructor({ recorded = [], ...options }: Options) {
    this.now = options.now;
    this.catalogue = new Catalogue({ ...options, recorded, switches: this.switches });
    this.#timer = setInterval(() => this.#step(), STEP_MS);
  }

  framesOf(symbol: string): SymbolFrames | null {
    return this.catalogue.framesOf(symbol);
  }

  join(socket: WebSocket): void {
    const connection: Connection = new Connection(socket, {
      isKnown: (topic) => this.#isKnown(topic),
      onSubscribed: (topics) => {
        for (const topic of topics) this.#follow(connection, topic);
        void this.#greet(connection, topics);
      },
      onUnsubscribed: (topics) => {
        for (const topic of topics) this.#unfollow(connection, topic);
      },
    });
    this.#connections.add(connection);
    socket.on("close", () => {
      this.#connections.delete(connection);
      for (const topic of connection.topics) this.#unfollow(connection, topic);
    });
  }

  act(actions: BybitActions): void {
    const { delist, list, badTick, skipUpdateId, restartBook, crossBook, sendText, push } = actions;
    if (delist) this.switches.delisted = [this.switches.delisted, delist].filter(Boolean).join(",");
    if (list) this.#list(list.symbol);
    if (skipUpdateId) this.framesOf(skipUpdateId.symbol)?.skipUpdate();
    if (restartBook) this.#restartBook(restartBook.symbol);
    if (crossBook) this.#crossBook(crossBook.symbol);
    if (badTick) this.#sendBadTick(badTick);
    if (sendText) this.#broadcast(sendText.topic, sendText.text);
    if (push) this.#push(push.symbol, push.prices.map(Number));
    if (actions.drop) for (const connection of this.#connections) connection.drop();
  }

  close(): void {
    clearInterval(this.#timer);
    for (const connection of this.#connections) connection.drop();
  }

  #isKnown(topic: string): boolean {
    const parts = topic.split(".");
    const symbol = parts.at(-1) ?? "";
    if (this.catalogue.describe(symbol)?.status !== "Trading") return false;
    if (parts.length === 2) return UNDIVIDED.includes(parts[0] ?? "");
    const [kind, detail = ""] = parts;
    if (kind === "orderbook") return DEPTHS.includes(detail);
    return kind === "kline" && isInterval(detail);
  }

  /** The first message of each topic: only tickers and books have one. */
  async #greet(connection: Connection, topics: readonly string[]): Promise<void> {
    for (const [at, topic] of topics.entries()) {
      // A batch may create a hundred markets: it yields to the other services of the process.
      if (at % GREETED_TOGETHER === GREETED_TOGETHER - 1)
        await new Promise((resolve) => setImmediate(resolve));
      const frame = this.framesOf(symbolOf(topic))?.snapshot(topic, this.now());
      if (frame && !this.switches.stale) this.#deliver(frame, [connection]);
    }
  }

  #list(symbol: string): void {
    for (const name of ["delisted", "preLaunch", "closed"] as const) {
      const others = this.switches[name].split(",").filter((one) => one !== symbol);
      this.switches[name] = others.join(",");
    }
    this.catalogue.list(symbol);
  }

  #follow(connection: Connection, topic: string): void {
    const symbol = symbolOf(topic);
    const topics = this.#followed.get(symbol) ?? new Map<string, Set<Connection>>();
    this.#followed.set(symbol, topics);
    topics.set(topic, (topics.get(topic) ?? new Set()).add(connection));
  }

  #unfollow(connection: Connection, topic: string): void {
    const symbol = symbolOf(topic);
    const topics = this.#followed.get(symbol);
    const connections = topics?.get(topic);
    connections?.delete(connection);
    if (!topics || connections?.size !== 0) return;
    topics.delete(topic);
    this.framesOf(symbol)?.unfollow(topic);
    if (topics.size === 0) this.#followed.delete(symbol);
  }

  #step(): void {
    const nowMs = this.now();
    this.#steps += 1;
    let place = 0;
    for (const [symbol, topics] of this.#followed) {
      place += 1;
      const source = this.catalogue.madeFramesOf(symbol);
      if (!source) continue;
      const isQuiet = source.market.slotMs >= 1_000;
      if (isQuiet && (place + this.#steps) % QUIET_EVERY !== 0) continue;
      const frames = source.step(nowMs, (topic) => topics.has(topic));
      if (this.switches.reorder) frames.reverse();
      if (!this.#isSpeaking(symbol)) continue;
      const isStill = isNamed(this.switches.stillBook, symbol);
      for (const frame of frames) {
        if (isStill && frame.topic.startsWith("orderbook.")) continue;
        this.#deliver(frame, topics.get(frame.topic) ?? []);
      }
    }
    if (Date.now() - this.#klinesAtMs >= KLINE_EVERY_MS) this.#tend();
  }

  /** Once a second: klines, and idle connections. */
  #tend(): void {
    this.#klinesAtMs = Date.now();
    for (const connection of this.#connections) connection.cutIfIdle(Date.now());
    for (const topics of this.#followed.values()) {
      for (const [topic, connections] of topics) {
        if (topic.startsWith("kline.")) void this.#sendKline(topic, connections);
      }
    }
  }

  #isSpeaking(symbol: string): boolean {
    const { stale, silent } = this.switches;
    return !stale && !isNamed(silent, symbol) && this.framesOf(symbol) !== null;
  }

  async #sendKline(topic: string, connections: Iterable<Connection>): Promise<void> {
    const interval = topic.split(".")[1] ?? "";
    const symbol = symbolOf(topic);
    if (!isInterval(interval) || !this.#isSpeaking(symbol)) return;
    const source = this.framesOf(symbol);
    const nowMs = this.now();
    const frame = await source?.kline(topic, interval, { atMs: nowMs, nowMs });
    if (!frame) return;
    // A candle is sent once more when it has closed, before its successor.
    const before = this.#klineStarts.get(topic) ?? frame.startMs;
    this.#klineStarts.set(topic, frame.startMs);
    if (before < frame.startMs) {
      const closed = await source?.kline(topic, interval, { atMs: before, nowMs });
      if (closed) this.#deliver(closed, connections);
    }
    this.#deliver(frame, connections);
  }

  #deliver(frame: Frame, connections: Iterable<Connection>): void {
    const { delayMs, duplicate, garbage } = this.switches;
    const send = () => {
      for (const connection of connections) {
        if (garbage > 0 && Math.random() < garbage) connection.send(frame.text.slice(0, -7));
        else connection.send(frame.text);
        if (duplicate > 0 && Math.random() < duplicate) connection.send(frame.text);
      }
    };
    if (delayMs > 0) setTimeout(send, delayMs);
    else send();
  }

  #broadcast(topic: string, text: string): void {
    const connections = this.#followed.get(symbolOf(topic))?.get(topic) ?? [];
    for (const connection of connections) connection.send(text);
  }

  #sendBadTick({ symbol, price }: { symbol: string; price: string }): void {
    const topic = `tickers.${symbol}`;
    const frame = this.framesOf(symbol)?.outlierTick(topic, price, this.now());
    if (frame) this.#broadcast(topic, frame.text);
  }

  #restartBook(symbol: string): void {
    const source = this.framesOf(symbol);
    source?.restart();
    for (const depth of DEPTHS) {
      const topic = `orderbook.${depth}.${symbol}`;
      const frame = source?.snapshot(topic, this.now());
      if (frame) this.#broadcast(topic, frame.text);
    }
  }

  /** The best bid moves to the second ask, with a correct `u`: only a price check detects it. */
  #crossBook(symbol: string): void {
    const topic = `orderbook.50.${symbol}`;
    const frame = this.framesOf(symbol)?.crossed(topic, this.now());
    if (frame) this.#broadcast(topic, frame.text);
  }

  #push(symbol: string, prices: readonly number[]): void {
    const source = this.framesOf(symbol);
    if (!source) return;
    const nowMs = this.now();
    const { tick } = source.market.base.units;
    const everyMs = Math.max(PUSH_EVERY_MS, source.market.slotMs);
    prices.forEach((price, at) => {
      source.market.moveTo(nowMs + at * everyMs, Math.round(price / tick));
    });
  }
}

function symbolOf(topic: string): string {
  return topic.slice(topic.lastIndexOf(".") + 1);
}
