import { evaluateFeedLabel, type FeedView } from "@/lib/client/market/feed-status";
import { readAlignment, readServerNowMs, recordServerTime } from "@/lib/client/market/server-clock";
import { followPage } from "@/lib/client/stream/follow-page";
import { LineMeter } from "@/lib/client/stream/line-meter";
import { openEventStream, type StreamEvent } from "@/lib/client/stream/open-event-stream";
import { SharedStream } from "@/lib/client/stream/shared-stream";
import type { ConnectionState } from "@/lib/client/stream/stream-connection";
import type { PortfolioConnection, TabWant } from "@/lib/client/stream/stream-want";
import type { TabTools } from "@/lib/client/stream/tab-channel";
import type { BookDto, Tick, TradePrint } from "@/lib/schemas/market/market";
import type { Delta, KeyFrame, Ping, StreamNotice } from "@/lib/schemas/market/market-stream";
import type { NotificationStreamEvent } from "@/lib/schemas/trading/alerts";
import type { PortfolioStreamEvent } from "@/lib/schemas/trading/trading-responses";
import { type DecodedEvent, type DecodedSymbol, StreamDecoder } from "@/lib/stream/stream-decoder";

/** Maximum age of a tick proof sent with an order, in ms: the server rejects those that are a minute old. */
const PROOF_MAX_AGE_MS = 50_000;
/** How long a change of the subscribed symbols may wait for the next one, in ms. */
const QUIET_MS = 30;
/** How often the age is evaluated when nothing arrives, in ms. */
const EVALUATE_MS = 500;

/**
 * Topics. A row is a symbol's tick at the rate of a list (no bid, ask or candle), a tick the same at the full
 * rate; book and trades request depth from the server.
 */
export type Topic = "row" | "tick" | "book" | "trades";
type Listener = () => void;
type Want = { row: number; tick: number; depth: number };

const UNKNOWN: FeedView = {
  label: "starting",
  ageMs: null,
  market: null,
  source: null,
  reason: null,
  degraded: false,
  isLineSlow: false,
};

/**
 * The newest prices of every subscribed symbol, outside React. One stream serves any number of listeners;
 * each is called at most once per animation frame, and only for its own symbol.
 */
export class TickStore {
  readonly stream: SharedStream;
  readonly #wants = new Map<string, Want>();
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #dirty = new Set<string>();
  readonly #ticks = new Map<string, Tick>();
  readonly #books = new Map<string, BookDto>();
  readonly #trades = new Map<string, TradePrint[]>();
  #decoder = new StreamDecoder();
  readonly #meter = new LineMeter();
  #connection: ConnectionState = { phase: "idle", problem: null };
  #receivedBytes = 0;
  #feed: Extract<StreamNotice, { kind: "feed" }> | null = null;
  #degraded = false;
  #newestReceivedMs: number | null = null;
  #status: FeedView = UNKNOWN;
  #flushQueued = false;
  #portfolio: PortfolioConnection | null = null;
  #settle: ReturnType<typeof setTimeout> | undefined;

  constructor(open: typeof openEventStream, tools: TabTools) {
    this.stream = new SharedStream(open, tools, {
      readWant: () => this.#readWant(),
      onBegin: () => {
        this.#decoder = new StreamDecoder();
      },
      onEvents: (events) => {
        for (const event of events) this.#receive(event);
      },
      onState: (state) => {
        this.#connection = state;
        this.#evaluate();
      },
      onUsage: (bytes) => {
        this.#receivedBytes = bytes;
      },
      onPortfolioSeen: (id, seq) => {
        if (id === this.#portfolio?.id) this.#portfolio.onSeen(seq);
      },
      onUnknownOutcome: () => this.#portfolio?.onUnknownOutcome(),
      encodeState: () => this.#encodeState(),
    });
  }

  /**
   * Subscribes to a topic of a symbol and calls `listener` in each frame in which it changed; returns the
   * unsubscribe function.
   */
  subscribe(topic: Topic, symbol: string, listener: Listener): () => void {
    const want = this.#wants.get(symbol) ?? { row: 0, tick: 0, depth: 0 };
    this.#wants.set(symbol, want);
    const counter = topic === "row" || topic === "tick" ? topic : "depth";
    want[counter] += 1;
    // Another tab may be subscribed to the same symbol: its newest state is available already.
    const shown = this.#decoder.read(symbol);
    if (shown) this.#takeSymbol({ ...shown, newTrades: [] });
    // A row shows the same tick at any rate.
    const remove = this.#addListener(`${topic === "row" ? "tick" : topic}:${symbol}`, listener);
    this.#settleSoon();
    let isOver = false;
    return () => {
      // Called twice, it must not end what others are subscribed to.
      if (isOver) return;
      isOver = true;
      want[counter] -= 1;
      remove();
      this.#settleSoon();
    };
  }

  /** Calls `listener` when the feed's status may have changed. */
  subscribeStatus(listener: Listener): () => void {
    const remove = this.#addListener("status", listener);
    const timer = setInterval(() => this.#evaluate(), EVALUATE_MS);
    return () => {
      clearInterval(timer);
      remove();
    };
  }

  /** Includes a portfolio's events in the stream; null removes them. */
  wantPortfolio(portfolio: PortfolioConnection | null): void {
    this.#portfolio = portfolio;
    this.#settleSoon();
  }

  readTick(symbol: string): Tick | null {
    return this.#ticks.get(symbol) ?? null;
  }

  readBook(symbol: string): BookDto | null {
    return this.#books.get(symbol) ?? null;
  }

  /** Newest first. */
  readTrades(symbol: string): TradePrint[] | null {
    return this.#trades.get(symbol) ?? null;
  }

  /** The proof of which price of a symbol is shown, for `tickProof` of an order; null without one. */
  readTickProof(symbol: string): string | null {
    const proof = this.#decoder.proofOf(symbol);
    return proof && readServerNowMs() - proof.atMs < PROOF_MAX_AGE_MS ? proof.text : null;
  }

  readStatus(): FeedView {
    return this.#status;
  }

  /** Bytes of the stream that all tabs of this browser have received since the first of them was opened. */
  readReceivedBytes(): number {
    return this.#receivedBytes;
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
    this.#settle = setTimeout(() => this.#settleWants(), QUIET_MS);
  }

  /** Publishes the current demand and drops the data of other symbols, which would become stale. */
  #settleWants(): void {
    for (const [symbol, want] of this.#wants) {
      if (want.depth === 0) this.#forgetDepth(symbol);
      if (want.row + want.tick + want.depth === 0) this.#forgetSymbol(symbol);
    }
    this.stream.changeWant();
  }

  #readWant(): TabWant {
    const wants = [...this.#wants];
    const list = (isWanted: (want: Want) => boolean) =>
      wants.filter(([, want]) => isWanted(want)).map(([symbol]) => symbol);
    const portfolio = this.#portfolio && {
      id: this.#portfolio.id,
      cursor: this.#portfolio.readCursor(),
      confirmedAtMs: this.#portfolio.readConfirmedAtMs(),
    };
    return {
      rows: list(({ row }) => row > 0),
      symbols: list(({ tick, depth }) => tick + depth > 0),
      depth: list(({ depth }) => depth > 0),
      portfolio,
    };
  }

  #forgetDepth(symbol: string): void {
    this.#books.delete(symbol);
    this.#trades.delete(symbol);
  }

  #forgetSymbol(symbol: string): void {
    this.#wants.delete(symbol);
    this.#ticks.delete(symbol);
  }

  #receive({ name, data }: StreamEvent): void {
    // Encoded by our own server, many times a second: its shape is not validated again here.
    const event: unknown = JSON.parse(data);
    if (name === "key") this.#takePrices(this.#decoder.applyKey(event as KeyFrame));
    else if (name === "delta") this.#takePrices(this.#decoder.applyDelta(event as Delta));
    else if (name === "notice") this.#takeNotice(event as StreamNotice);
    else if (name === "portfolio") this.#takePortfolio(event as PortfolioStreamEvent);
    else if (name === "notification") this.#takeNotifications(event as NotificationStreamEvent);
    else this.#takeServerTime((event as Ping).serverTimeMs);
  }

  /** The state that a tab needs to join the stream here. */
  #encodeState(): StreamEvent[] {
    const notices: StreamNotice[] = this.#feed ? [this.#feed] : [];
    return [
      ...notices.map((notice) => ({ name: "notice", data: JSON.stringify(notice) })),
      ...this.#decoder.encodeKeys().map((key) => ({ name: "key", data: JSON.stringify(key) })),
    ];
  }

  #takeServerTime(sentAtMs: number): void {
    // Before the clocks are aligned, a wrong clock would look like a slow connection.
    if (readAlignment()) this.#meter.record(readServerNowMs() - sentAtMs, Date.now());
    recordServerTime(sentAtMs);
  }

  #takePrices(event: DecodedEvent): void {
    if (event.kind === "gap") {
      this.stream.recover();
      return;
    }
    this.#takeServerTime(event.atMs);
    for (const decoded of event.symbols) this.#takeSymbol(decoded);
  }

  #takeSymbol({ tick, book, tape }: DecodedSymbol): void {
    const { symbol } = tick;
    // The stream of the previous demand may still be open while its successor connects.
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
    // Another tab may show another portfolio.
    if (event.portfolioId === this.#portfolio?.id) this.#portfolio.onEvent(event);
  }

  #takeNotifications({ portfolioId, notifications }: NotificationStreamEvent): void {
    if (portfolioId === this.#portfolio?.id) this.#portfolio.onNotifications(notifications);
  }

  #takeNotice(notice: StreamNotice): void {
    if (notice.kind === "feed") this.#feed = notice;
    else this.#degraded = notice.kind === "degraded";
    this.#evaluate();
  }

  #evaluate(): void {
    const ageMs =
      this.#newestReceivedMs === null ? null : Math.max(0, readServerNowMs() - this.#newestReceivedMs);
    const market = this.#feed?.market ?? null;
    const connected = this.#connection.phase === "open";
    const next: FeedView = {
      label: evaluateFeedLabel({ connected, market, ageMs }),
      ageMs,
      market,
      source: this.#feed?.source ?? null,
      reason: this.#connection.problem,
      degraded: this.#degraded,
      isLineSlow: this.#meter.isSlow,
    };
    const last = this.#status;
    const same = (Object.keys(next) as (keyof FeedView)[]).every((key) => next[key] === last[key]);
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

let store: TickStore | undefined;

/** The page's single store; created at the first use in a browser. */
export function getTickStore(): TickStore {
  if (store) return store;
  store = new TickStore(openEventStream, {
    // Missing where the page is not from a secure origin.
    locks: navigator.locks ?? null,
    openChannel:
      typeof BroadcastChannel === "undefined" ? null : (name: string) => new BroadcastChannel(name),
    isVisible: () => !document.hidden,
  });
  followPage(store.stream);
  return store;
}
