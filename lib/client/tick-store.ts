import { type FeedStatus, judgeFeedLabel } from "@/lib/client/feed-status";
import { readRefusal } from "@/lib/client/market-api";
import { noteServerTime, readServerNowMs } from "@/lib/client/server-clock";
import {
  type ConnectionState,
  StreamConnection,
  type StreamEvents,
  type StreamSource,
} from "@/lib/client/stream-connection";
import type { Book, Notice, Ping, Tick, TradePrint, Trades } from "@/lib/schemas/market";
import type { PortfolioStreamEvent } from "@/lib/schemas/trading-answers";

/** Trades kept for each symbol. */
const TRADES_KEPT = 60;
/** How long a change of the wanted symbols may wait for the next one, in ms. */
const SETTLE_MS = 30;
/** How often the age is judged when nothing arrives, in ms. */
const JUDGE_MS = 500;

/** What can be listened to. Book and trades ask the server for depth, ticks do not. */
export type Topic = "tick" | "book" | "trades";
type Listener = () => void;
type Want = { tick: number; depth: number };

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
      onEvent: (name, data) => this.#receive(name, data),
      onState: (state) => {
        this.#connectionState = state;
        this.#judge();
      },
    });
  }

  /** Wants a topic of a symbol and calls `listener` in each frame in which it changed; returns the release. */
  subscribe(topic: Topic, symbol: string, listener: Listener): () => void {
    const want = this.#wants.get(symbol) ?? { tick: 0, depth: 0 };
    this.#wants.set(symbol, want);
    const counter = topic === "tick" ? "tick" : "depth";
    want[counter] += 1;
    const remove = this.#addListener(`${topic}:${symbol}`, listener);
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
    const symbols: string[] = [];
    const depth: string[] = [];
    for (const [symbol, want] of [...this.#wants].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (want.depth > 0) depth.push(symbol);
      else this.#forgetDepth(symbol);
      if (want.tick + want.depth > 0) symbols.push(symbol);
      else this.#forgetSymbol(symbol);
    }
    const query = new URLSearchParams({ symbols: symbols.join(","), depth: depth.join(",") });
    if (this.#portfolio) query.set("portfolio", this.#portfolio.id);
    this.#connection.connectTo(symbols.length === 0 ? null : `/api/stream?${query}`);
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

  #receive<Name extends keyof StreamEvents>(name: Name, data: string): void {
    // Our own server encoded it, many times a second: its shape is not checked again here.
    const event: unknown = JSON.parse(data);
    if (name === "tick") this.#takeTick(event as Tick);
    else if (name === "book") this.#takeBook(event as Book);
    else if (name === "trades") this.#takeTrades(event as Trades);
    else if (name === "notice") this.#takeNotice(event as Notice);
    else if (name === "portfolio") this.#takePortfolio(event as PortfolioStreamEvent);
    else noteServerTime((event as Ping).serverTimeMs);
  }

  #takeTick(tick: Tick): void {
    this.#ticks.set(tick.symbol, tick);
    noteServerTime(tick.receivedMs);
    this.#newestReceivedMs = Math.max(this.#newestReceivedMs ?? 0, tick.receivedMs);
    this.#markDirty(`tick:${tick.symbol}`);
  }

  #takeBook(book: Book): void {
    this.#books.set(book.symbol, book);
    this.#markDirty(`book:${book.symbol}`);
  }

  #takeTrades({ symbol, trades }: Trades): void {
    const kept = this.#trades.get(symbol) ?? [];
    // A new connection repeats what the last one said.
    const known = new Set(kept.map((trade) => trade.id));
    const fresh = trades.filter((trade) => !known.has(trade.id)).reverse();
    this.#trades.set(symbol, [...fresh, ...kept].slice(0, TRADES_KEPT));
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
