import { type FeedStatus, judgeFeedLabel } from "@/lib/client/feed-status";
import { readRefusal } from "@/lib/client/market-api";
import { noteServerTime, readServerNowMs } from "@/lib/client/server-clock";
import {
  type ConnectionState,
  StreamConnection,
  type StreamEvents,
  type StreamSource,
} from "@/lib/client/stream-connection";
import type { Book, Tick, TradePrint } from "@/lib/schemas/market";
import type { Delta, KeyFrame, Notice, Ping } from "@/lib/schemas/market-stream";
import type { PortfolioStreamEvent } from "@/lib/schemas/trading-answers";
import { type DecodedEvent, type DecodedSymbol, StreamDecoder } from "@/lib/stream/stream-decoder";

/** A proof that is older than this is not sent with an order: the server takes none that is a minute old, in ms. */
const PROOF_MAX_AGE_MS = 50_000;
/** How long a change of the wanted symbols may wait for the next one, in ms. */
const SETTLE_MS = 30;
/** How often the age is judged when nothing arrives, in ms. */
const JUDGE_MS = 500;

/**
 * What can be listened to. A row is a symbol's tick at the pace of a list (no bid, ask or candle), a tick the same at
 * full pace; book and trades ask the server for depth.
 */
export type Topic = "row" | "tick" | "book" | "trades";
type Listener = () => void;
type Want = { row: number; tick: number; depth: number };

/** Whose events come with the prices, from which event on, and who hears them. */
export type PortfolioWant = {
  id: string;
  /** The newest event that is known; the stream begins after it. Null to begin now. */
  readCursor: () => number | null;
  onEvent: (event: PortfolioStreamEvent) => void;
};

const UNKNOWN: FeedStatus = {
  label: "starting",
  ageMs: null,
  market: null,
  source: null,
  reason: null,
  degraded: false,
};

/**
 * The newest prices of every wanted symbol, outside React. One connection serves any number of listeners;
 * they hear at most once per animation frame, and only about their own symbol.
 */
export class TickStore {
  readonly #connection: StreamConnection;
  readonly #wants = new Map<string, Want>();
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #dirty = new Set<string>();
  readonly #ticks = new Map<string, Tick>();
  readonly #books = new Map<string, Book>();
  readonly #trades = new Map<string, TradePrint[]>();
  #decoder = new StreamDecoder();
  #connectionState: ConnectionState = { phase: "idle", reason: null };
  #feed: Extract<Notice, { kind: "feed" }> | null = null;
  #degraded = false;
  #newestReceivedMs: number | null = null;
  #status: FeedStatus = UNKNOWN;
  #flushQueued = false;
  #portfolio: PortfolioWant | null = null;
  #settle: ReturnType<typeof setTimeout> | undefined;

  constructor(options: {
    openSource: (url: string) => StreamSource;
    findReason: (url: string) => Promise<string | null>;
  }) {
    this.#connection = new StreamConnection({
      findReason: options.findReason,
      openSource: (url) => options.openSource(this.#addCursor(url)),
      onEvent: (name, data) => this.receive(name, data),
      onConnected: () => this.beginConnection(),
      onState: (state) => {
        this.#connectionState = state;
        this.#judge();
      },
    });
  }

  /** Wants a topic of a symbol and calls `listener` in each frame in which it changed; returns the release. */
  subscribe(topic: Topic, symbol: string, listener: Listener): () => void {
    const want = this.#wants.get(symbol) ?? { row: 0, tick: 0, depth: 0 };
    this.#wants.set(symbol, want);
    const counter = topic === "row" || topic === "tick" ? topic : "depth";
    want[counter] += 1;
    // A row shows the same tick, however fast it comes.
    const remove = this.#addListener(`${topic === "row" ? "tick" : topic}:${symbol}`, listener);
    this.#settleSoon();
    return () => {
      want[counter] -= 1;
      remove();
      this.#settleSoon();
    };
  }

  /** Calls `listener` when the feed's status may read differently. */
  subscribeStatus(listener: Listener): () => void {
    const remove = this.#addListener("status", listener);
    const timer = setInterval(() => this.#judge(), JUDGE_MS);
    return () => {
      clearInterval(timer);
      remove();
    };
  }

  /** Takes a portfolio's events along from now on; null lets them go. */
  wantPortfolio(want: PortfolioWant | null): void {
    this.#portfolio = want;
    this.#settleSoon();
  }

  readTick(symbol: string): Tick | null {
    return this.#ticks.get(symbol) ?? null;
  }

  readBook(symbol: string): Book | null {
    return this.#books.get(symbol) ?? null;
  }

  /** Newest first. */
  readTrades(symbol: string): TradePrint[] | null {
    return this.#trades.get(symbol) ?? null;
  }

  /** Proves which price of a symbol is shown, for `tickProof` of an order; null where none can. */
  readTickProof(symbol: string): string | null {
    const proof = this.#decoder.proofOf(symbol);
    return proof && readServerNowMs() - proof.atMs < PROOF_MAX_AGE_MS ? proof.text : null;
  }

  readStatus(): FeedStatus {
    return this.#status;
  }

  /** Reconnects at once unless the connection is healthy. */
  wake(): void {
    this.#connection.wake();
  }

  #addListener(key: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  #settleSoon(): void {
    clearTimeout(this.#settle);
    this.#settle = setTimeout(() => this.#settleWants(), SETTLE_MS);
  }

  /** Points the connection at what is wanted now, and forgets what nobody wants: it would only grow old. */
  #settleWants(): void {
    const query = { rows: [] as string[], symbols: [] as string[], depth: [] as string[] };
    for (const [symbol, want] of [...this.#wants].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (want.row > 0) query.rows.push(symbol);
      if (want.tick + want.depth > 0) query.symbols.push(symbol);
      if (want.depth > 0) query.depth.push(symbol);
      else this.#forgetDepth(symbol);
      if (want.row + want.tick + want.depth === 0) this.#forgetSymbol(symbol);
    }
    this.#connection.connectTo(this.#wants.size === 0 ? null : this.#writeUrl(query));
  }

  #writeUrl(lists: Record<"rows" | "symbols" | "depth", string[]>): string {
    const query = new URLSearchParams();
    for (const [name, symbols] of Object.entries(lists)) query.set(name, symbols.join(","));
    if (this.#portfolio) query.set("portfolio", this.#portfolio.id);
    return `/api/stream?${query}`;
  }

  /** A new connection goes on where the last one ended; the address stays the same for that. */
  #addCursor(url: string): string {
    const cursor = this.#portfolio?.readCursor() ?? null;
    return this.#portfolio && cursor !== null ? `${url}&after=${cursor}` : url;
  }

  #forgetDepth(symbol: string): void {
    this.#books.delete(symbol);
    this.#trades.delete(symbol);
  }

  #forgetSymbol(symbol: string): void {
    this.#wants.delete(symbol);
    this.#ticks.delete(symbol);
  }

  /** A new connection has taken over: its first event of each selection is a key frame. */
  beginConnection(): void {
    this.#decoder = new StreamDecoder();
  }

  /** Takes one event of the stream, by its name and the text of its data. */
  receive<Name extends keyof StreamEvents>(name: Name, data: string): void {
    // Our own server encoded it, many times a second: its shape is not checked again here.
    const event: unknown = JSON.parse(data);
    if (name === "key") this.#takePrices(this.#decoder.applyKey(event as KeyFrame));
    else if (name === "delta") this.#takePrices(this.#decoder.applyDelta(event as Delta));
    else if (name === "notice") this.#takeNotice(event as Notice);
    else if (name === "portfolio") this.#takePortfolio(event as PortfolioStreamEvent);
    else noteServerTime((event as Ping).serverTimeMs);
  }

  #takePrices(event: DecodedEvent): void {
    if (event.kind === "gap") {
      this.#connection.renew();
      return;
    }
    noteServerTime(event.atMs);
    for (const decoded of event.symbols) this.#takeSymbol(decoded);
  }

  #takeSymbol({ tick, book, tape }: DecodedSymbol): void {
    const { symbol } = tick;
    // The stream of the wants before may still be open while its successor connects.
    const want = this.#wants.get(symbol);
    if (!want) return;
    this.#ticks.set(symbol, tick);
    this.#newestReceivedMs = Math.max(this.#newestReceivedMs ?? 0, tick.receivedMs);
    this.#markDirty(`tick:${symbol}`);
    if (want.depth === 0 || book === null) return;
    if (book !== this.#books.get(symbol)) {
      this.#books.set(symbol, book);
      this.#markDirty(`book:${symbol}`);
    }
    this.#takeTape(symbol, tape);
  }

  #takeTape(symbol: string, tape: readonly TradePrint[]): void {
    const shown = this.#trades.get(symbol);
    if (shown && shown.length === tape.length && shown[0]?.id === tape.at(-1)?.id) return;
    this.#trades.set(symbol, [...tape].reverse());
    this.#markDirty(`trades:${symbol}`);
  }

  #takePortfolio(event: PortfolioStreamEvent): void {
    // The stream of the portfolio before may still be open while its successor connects.
    if (event.portfolioId === this.#portfolio?.id) this.#portfolio.onEvent(event);
  }

  #takeNotice(notice: Notice): void {
    if (notice.kind === "feed") this.#feed = notice;
    else this.#degraded = notice.kind === "degraded";
    this.#judge();
  }

  #judge(): void {
    const ageMs =
      this.#newestReceivedMs === null ? null : Math.max(0, readServerNowMs() - this.#newestReceivedMs);
    const market = this.#feed?.market ?? null;
    const connected = this.#connectionState.phase === "open";
    const next: FeedStatus = {
      label: judgeFeedLabel({ connected, market, ageMs }),
      ageMs,
      market,
      source: this.#feed?.source ?? null,
      reason: this.#connectionState.reason,
      degraded: this.#degraded,
    };
    const last = this.#status;
    const same = (Object.keys(next) as (keyof FeedStatus)[]).every((key) => next[key] === last[key]);
    if (same) return;
    this.#status = next;
    this.#markDirty("status");
  }

  #markDirty(key: string): void {
    this.#dirty.add(key);
    if (this.#flushQueued) return;
    this.#flushQueued = true;
    // A hidden page gets no frames, but its title still shows the price.
    if (document.hidden) setTimeout(() => this.#flush(), 1_000);
    else requestAnimationFrame(() => this.#flush());
  }

  #flush(): void {
    this.#flushQueued = false;
    const keys = [...this.#dirty];
    this.#dirty.clear();
    for (const key of keys) for (const listener of [...(this.#listeners.get(key) ?? [])]) listener();
  }
}

async function findReason(url: string): Promise<string | null> {
  if (!navigator.onLine) return "This device is offline.";
  const abort = new AbortController();
  try {
    const response = await fetch(url, { signal: abort.signal, headers: { accept: "application/json" } });
    return response.ok ? null : (await readRefusal(response)).message;
  } catch {
    return "The server cannot be reached.";
  } finally {
    abort.abort();
  }
}

let store: TickStore | undefined;

/** The page's one store; made at the first use in a browser. */
export function getTickStore(): TickStore {
  if (store) return store;
  const made = new TickStore({ openSource: (url) => new EventSource(url), findReason });
  window.addEventListener("online", () => made.wake());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) made.wake();
  });
  store = made;
  return made;
}
