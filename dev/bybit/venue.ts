import type { WebSocket } from "ws";
import { Connection } from "@/dev/bybit/connection";
import { BEHAVED, type BybitActions, type BybitSwitches } from "@/dev/bybit/switches";
import { type Frame, SymbolFrames } from "@/dev/bybit/symbol-frames";
import type { SymbolMarket } from "@/dev/bybit/symbol-market";
import { isInterval } from "@/lib/core/candle-interval";

/** How often the market is looked at, in ms: the venue's tickers come at most every 100 ms. */
const STEP_MS = 50;
const KLINE_EVERY_MS = 1_000;
const PUSH_EVERY_MS = 100;
/** Topics of a symbol alone. Liquidations can be followed; nobody is liquidated in an invented market. */
const UNDIVIDED = ["tickers", "publicTrade", "allLiquidation"];
const DEPTHS = ["1", "50", "200", "1000"];

/** The market of all symbols and those who listen to it. `now` is the venue's own clock, in ms. */
export class Venue {
  readonly switches: BybitSwitches = { ...BEHAVED };
  readonly now: () => number;
  readonly #voices = new Map<string, SymbolFrames>();
  readonly #connections = new Set<Connection>();
  readonly #timer: NodeJS.Timeout;
  /** The candle that each kline topic told of last. */
  readonly #klineStarts = new Map<string, number>();
  #klinesAtMs = 0;

  constructor(markets: readonly SymbolMarket[], now: () => number) {
    this.now = now;
    for (const market of markets) this.#voices.set(market.symbol, new SymbolFrames(market, now()));
    this.#timer = setInterval(() => this.#step(), STEP_MS);
  }

  /** Symbols that are listed, in the order of the markets. */
  symbols(): string[] {
    return [...this.#voices.keys()].filter((symbol) => this.voiceOf(symbol) !== null);
  }

  voiceOf(symbol: string): SymbolFrames | null {
    if (listed(this.switches.delisted, symbol)) return null;
    return this.#voices.get(symbol) ?? null;
  }

  join(socket: WebSocket): void {
    const connection: Connection = new Connection(socket, {
      isKnown: (topic) => this.#isKnown(topic),
      onSubscribed: (topics) => this.#greet(connection, topics),
    });
    this.#connections.add(connection);
    socket.on("close", () => this.#connections.delete(connection));
  }

  act(actions: BybitActions): void {
    const { delist, badTick, skipUpdateId, restartBook, crossBook, say, push } = actions;
    if (delist) this.switches.delisted = [this.switches.delisted, delist].filter(Boolean).join(",");
    if (skipUpdateId) this.voiceOf(skipUpdateId.symbol)?.skipUpdate();
    if (restartBook) this.#restartBook(restartBook.symbol);
    if (crossBook) this.#crossBook(crossBook.symbol);
    if (badTick) this.#sendBadTick(badTick);
    if (say) this.#broadcast(say.topic, say.text);
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
    if (this.voiceOf(symbol) === null) return false;
    if (parts.length === 2) return UNDIVIDED.includes(parts[0] ?? "");
    const [kind, detail = ""] = parts;
    if (kind === "orderbook") return DEPTHS.includes(detail);
    return kind === "kline" && isInterval(detail);
  }

  /** The first message of each topic: only tickers and books have one. */
  #greet(connection: Connection, topics: readonly string[]): void {
    if (this.switches.stale) return;
    for (const topic of topics) {
      const frame = this.voiceOf(symbolOf(topic))?.snapshot(topic, this.now());
      if (frame) this.#deliver(frame, [connection]);
    }
  }

  #step(): void {
    const nowMs = this.now();
    const wanted = new Map<string, Connection[]>();
    for (const connection of this.#connections) {
      for (const topic of connection.topics) wanted.set(topic, [...(wanted.get(topic) ?? []), connection]);
    }
    const isKlineTime = Date.now() - this.#klinesAtMs >= KLINE_EVERY_MS;
    if (isKlineTime) {
      this.#klinesAtMs = Date.now();
      for (const connection of this.#connections) connection.cutIfIdle(Date.now());
    }
    for (const [symbol, voice] of this.#voices) {
      const frames = voice.step(nowMs, (topic) => wanted.has(topic));
      if (this.switches.reorder) frames.reverse();
      if (!this.#isSpeaking(symbol)) continue;
      for (const frame of frames) this.#deliver(frame, wanted.get(frame.topic) ?? []);
    }
    if (!isKlineTime) return;
    for (const [topic, connections] of wanted) {
      if (topic.startsWith("kline.")) void this.#sendKline(topic, connections);
    }
  }

  #isSpeaking(symbol: string): boolean {
    const { stale, silent } = this.switches;
    return !stale && !listed(silent, symbol) && this.voiceOf(symbol) !== null;
  }

  async #sendKline(topic: string, connections: readonly Connection[]): Promise<void> {
    const interval = topic.split(".")[1] ?? "";
    const symbol = symbolOf(topic);
    if (!isInterval(interval) || !this.#isSpeaking(symbol)) return;
    const voice = this.voiceOf(symbol);
    const nowMs = this.now();
    const frame = await voice?.kline(topic, interval, { atMs: nowMs, nowMs });
    if (!frame) return;
    // A candle is told once more when it has closed, before its successor.
    const before = this.#klineStarts.get(topic) ?? frame.startMs;
    this.#klineStarts.set(topic, frame.startMs);
    if (before < frame.startMs) {
      const closed = await voice?.kline(topic, interval, { atMs: before, nowMs });
      if (closed) this.#deliver(closed, connections);
    }
    this.#deliver(frame, connections);
  }

  #deliver(frame: Frame, connections: readonly Connection[]): void {
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
    for (const connection of this.#connections) if (connection.topics.has(topic)) connection.send(text);
  }

  #sendBadTick({ symbol, price }: { symbol: string; price: string }): void {
    const topic = `tickers.${symbol}`;
    const frame = this.voiceOf(symbol)?.loneTick(topic, price, this.now());
    if (frame) this.#broadcast(topic, frame.text);
  }

  #restartBook(symbol: string): void {
    const voice = this.voiceOf(symbol);
    voice?.restart();
    for (const depth of DEPTHS) {
      const topic = `orderbook.${depth}.${symbol}`;
      const frame = voice?.snapshot(topic, this.now());
      if (frame) this.#broadcast(topic, frame.text);
    }
  }

  /** The best bid jumps to the second ask, under the right `u`: only looking at the prices shows it. */
  #crossBook(symbol: string): void {
    const topic = `orderbook.50.${symbol}`;
    const frame = this.voiceOf(symbol)?.crossed(topic, this.now());
    if (frame) this.#broadcast(topic, frame.text);
  }

  #push(symbol: string, prices: readonly number[]): void {
    const voice = this.voiceOf(symbol);
    if (!voice) return;
    const nowMs = this.now();
    const { tick } = voice.market.base.units;
    prices.forEach((price, at) => {
      voice.market.moveTo(nowMs + at * PUSH_EVERY_MS, Math.round(price / tick));
    });
  }
}

function symbolOf(topic: string): string {
  return topic.slice(topic.lastIndexOf(".") + 1);
}

function listed(list: string, symbol: string): boolean {
  return list.split(",").includes(symbol);
}
