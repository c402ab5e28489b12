import "server-only";
import { type BeatPath, PathRecorder } from "@/lib/market/beat-path";
import { applyBookUpdate, createBook, type LiveBook } from "@/lib/market/order-book";
import type { TickerFields, VenueMessage } from "@/lib/market/parse-venue-message";
import { encodeFrame, type FrameClock, type TradeCursor } from "@/lib/market/ticker-frame";
import type { Tick, TradePrint } from "@/lib/schemas/market";

/** Trades kept between two beats for one symbol. More than a tape can show; a burst keeps its newest. */
const MAX_TRADES_A_BEAT = 200;
/** A price this far from the last one must be confirmed by the index or the mark to be believed. */
const MAX_LONE_JUMP = 0.3;

/** Why a message was not used. Every count is in `FeedCounts.dropped`. */
export type DropReason =
  | Extract<VenueMessage, { kind: "bad" }>["reason"]
  | "unknown_symbol"
  | "old"
  | "no_snapshot"
  | "book_gap"
  | "book_crossed"
  | "price_not_positive"
  | "price_crossed"
  | "price_jump";

export type FeedCounts = { messages: number; dropped: Partial<Record<DropReason, number>> };

/** What the caller must do after a message: nothing, or ask the venue for a new book of that symbol. */
export type IngestResult = { resubscribeBook: string } | null;

type SymbolFeed = {
  symbol: string;
  fields: TickerFields;
  sequence: number;
  tickerMs: number;
  book: LiveBook;
  candle: Tick["candle"];
  /** Not yet published. */
  trades: TradePrint[];
  /** Published in the last beat. */
  inFlight: TradePrint[];
  /** Every price since the last beat, for what waits for one. */
  path: PathRecorder;
  lastTrade: TradeCursor | null;
  /** The venue's time of the newest ticker or trade. The book has a time of its own. */
  timeMs: number;
  receivedMs: number;
  moved: boolean;
};

/**
 * The newest state of every symbol, fed message by message and read once a beat. It does no I/O and knows
 * no clock; what it drops it counts. The last good value stays until a better one comes.
 */
export class Feed {
  readonly counts: FeedCounts = { messages: 0, dropped: {} };
  readonly #symbols = new Map<string, SymbolFeed>();
  /** Our clock when the venue last said anything we could use, in ms; null before that. */
  lastHeardMs: number | null = null;

  constructor(symbols: readonly string[]) {
    for (const symbol of symbols) this.#symbols.set(symbol, createSymbolFeed(symbol));
  }

  /** Takes one parsed message in. `nowMs` is our clock at its arrival. */
  ingest(message: VenueMessage, nowMs: number): IngestResult {
    this.counts.messages += 1;
    if (message.kind === "bad") return this.#drop(message.reason);
    if (message.kind === "pong" || message.kind === "accepted" || message.kind === "refused") return null;
    const held = this.#symbols.get(message.symbol);
    if (!held) return this.#drop("unknown_symbol");
    const dropped = take(held, message);
    if (dropped) {
      this.#drop(dropped);
      if (dropped !== "book_gap" && dropped !== "book_crossed") return null;
      if (dropped === "book_crossed") held.book = createBook(held.symbol);
      held.book.updateId = 0;
      return { resubscribeBook: held.symbol };
    }
    const isTick = message.kind === "ticker" || message.kind === "trades";
    if (isTick) held.timeMs = Math.max(held.timeMs, message.timeMs);
    held.receivedMs = nowMs;
    held.moved = true;
    this.lastHeardMs = nowMs;
    return null;
  }

  /** True when every symbol that is not in `except` has a price and a book. */
  isWarm(except: ReadonlySet<string>): boolean {
    return [...this.#symbols.values()].every(
      (held) => except.has(held.symbol) || (held.fields.lastPrice !== undefined && held.book.updateId > 0),
    );
  }

  /**
   * The symbols that moved since the last beat, each as one encoded frame. Whoever can't deliver them says
   * so with `returnFrames`, and the next beat carries their trades too.
   */
  takeFrames(
    stamp: { fence: number; sequence: number },
    clockOf?: (symbol: string) => FrameClock,
  ): [symbol: string, frame: string][] {
    const frames: [string, string][] = [];
    for (const held of this.#symbols.values()) {
      const tick = held.moved ? buildTick(held) : null;
      if (!tick) continue;
      const { symbol, book, trades } = held;
      const newest = trades.at(-1);
      if (newest) held.lastTrade = { id: newest.id, timeMs: newest.timeMs };
      const clock = clockOf && { clock: clockOf(symbol) };
      frames.push([
        symbol,
        encodeFrame({ ...stamp, ...clock, lastTrade: held.lastTrade, tick, book, trades }),
      ]);
      held.inFlight = trades;
      held.trades = [];
      held.moved = false;
    }
    return frames;
  }

  /** Where every symbol that was heard of went since this was last asked. */
  takePaths(): BeatPath[] {
    const paths: BeatPath[] = [];
    for (const { symbol, path, timeMs, fields } of this.#symbols.values()) {
      if (fields.lastPrice === undefined) continue;
      const nextFundingMs = fields.nextFundingTime ? Number(fields.nextFundingTime) : null;
      const fundingRate = fields.fundingRate || null;
      paths.push({ symbol, ...path.take(), throughMs: timeMs, fundingRate, nextFundingMs });
    }
    return paths;
  }

  /** The venue's time of the symbol's newest ticker or trade, ms; 0 before the first. */
  tickMs(symbol: string): number {
    return this.#symbols.get(symbol)?.timeMs ?? 0;
  }

  /** The frames of the last beat reached nobody. */
  returnFrames(): void {
    for (const held of this.#symbols.values()) {
      held.trades = [...held.inFlight, ...held.trades].slice(-MAX_TRADES_A_BEAT);
      held.inFlight = [];
      held.moved = held.fields.lastPrice !== undefined;
    }
  }

  /** Goes on where another leader stopped: trades up to and including its last one are already out. */
  continueAfter(symbol: string, cursor: TradeCursor): void {
    const held = this.#symbols.get(symbol);
    if (!held) return;
    const index = held.trades.findIndex((trade) => trade.id === cursor.id);
    held.trades =
      index >= 0 ? held.trades.slice(index + 1) : held.trades.filter((trade) => trade.timeMs > cursor.timeMs);
    held.lastTrade = cursor;
  }

  /** After a reconnect nothing is replayed: the books stay as they were until their snapshots come. */
  awaitSnapshots(): void {
    for (const held of this.#symbols.values()) held.book.updateId = 0;
  }

  #drop(reason: DropReason): null {
    this.counts.dropped[reason] = (this.counts.dropped[reason] ?? 0) + 1;
    return null;
  }
}

function createSymbolFeed(symbol: string): SymbolFeed {
  return {
    symbol,
    fields: {},
    sequence: 0,
    tickerMs: 0,
    book: createBook(symbol),
    candle: null,
    trades: [],
    inFlight: [],
    path: new PathRecorder(),
    lastTrade: null,
    timeMs: 0,
    receivedMs: 0,
    moved: false,
  };
}

type MarketMessage = Extract<VenueMessage, { symbol: string }>;

/** Puts one message into the state, or says why not and leaves the state alone. */
function take(held: SymbolFeed, message: MarketMessage): DropReason | null {
  switch (message.kind) {
    case "ticker":
      return takeTicker(held, message);
    case "trades":
      return takeTrades(held, message.trades);
    case "book": {
      const outcome = applyBookUpdate(held.book, message);
      if (outcome === "gap") return "book_gap";
      if (outcome === "crossed") return "book_crossed";
      return outcome === "old" ? "old" : null;
    }
    case "kline":
      if (held.candle && message.candle[0] < held.candle[0]) return "old";
      held.candle = message.candle;
      return null;
    default:
      return message satisfies never;
  }
}

function takeTicker(
  held: SymbolFeed,
  message: Extract<MarketMessage, { kind: "ticker" }>,
): DropReason | null {
  // A snapshot starts over (after a reconnect); within one connection neither clock may run backwards.
  if (!message.snapshot) {
    if (held.fields.lastPrice === undefined) return "no_snapshot";
    if (message.sequence < held.sequence || message.timeMs < held.tickerMs) return "old";
  }
  const merged = message.snapshot ? message.fields : { ...held.fields, ...message.fields };
  const problem = judgePrices(merged, held.fields.lastPrice);
  if (problem) return problem;
  held.fields = merged;
  held.sequence = message.sequence;
  held.tickerMs = message.timeMs;
  const { lastPrice: last = "", markPrice } = merged;
  held.path.noteTicker({ last, mark: markPrice || null, timeMs: message.timeMs }, held.book.updateId);
  return null;
}

/** No price that is zero, negative, crossed, or far away on the word of one source alone. */
function judgePrices(fields: TickerFields, previousLast: string | undefined): DropReason | null {
  for (const name of ["lastPrice", "markPrice", "indexPrice", "bid1Price", "ask1Price"] as const) {
    const value = fields[name];
    if (value !== undefined && value !== "" && !(Number(value) > 0)) return "price_not_positive";
  }
  if (fields.lastPrice === undefined || fields.lastPrice === "") return "price_not_positive";
  if (fields.bid1Price && fields.ask1Price && Number(fields.bid1Price) >= Number(fields.ask1Price))
    return "price_crossed";
  const last = Number(fields.lastPrice);
  const witnesses = [previousLast, fields.markPrice, fields.indexPrice].filter(Boolean).map(Number);
  const isLone = witnesses.length > 0 && witnesses.every((witness) => isFar(last, witness));
  if (isLone) return "price_jump";
  const mark = Number(fields.markPrice);
  // A mark that jumps alone would liquidate people; the last price and the index must not both deny it.
  if (fields.markPrice && isFar(mark, last) && (!fields.indexPrice || isFar(mark, Number(fields.indexPrice))))
    return "price_jump";
  return null;
}

function isFar(price: number, reference: number): boolean {
  return Math.abs(price / reference - 1) >= MAX_LONE_JUMP;
}

function takeTrades(held: SymbolFeed, trades: TradePrint[]): DropReason | null {
  const newest = held.trades.at(-1) ?? held.lastTrade;
  const last = held.fields.lastPrice;
  const fresh = trades.filter((trade) => !newest || trade.timeMs >= newest.timeMs);
  const known = new Set(held.trades.map((trade) => trade.id));
  if (held.lastTrade) known.add(held.lastTrade.id);
  const unseen = fresh.filter((trade) => !known.has(trade.id));
  if (unseen.length === 0) return "old";
  const reference = held.fields.indexPrice || held.fields.markPrice;
  for (const trade of unseen) {
    const isLone =
      last &&
      reference &&
      isFar(Number(trade.price), Number(last)) &&
      isFar(Number(trade.price), Number(reference));
    if (isLone) return "price_jump";
  }
  held.trades.push(...unseen);
  for (const trade of unseen) held.path.noteTrade(trade, held.book.updateId);
  if (held.trades.length > MAX_TRADES_A_BEAT) held.trades = held.trades.slice(-MAX_TRADES_A_BEAT);
  return null;
}

function buildTick(held: SymbolFeed): Tick | null {
  const { fields } = held;
  if (!fields.lastPrice) return null;
  // The tape can be ahead of the ticker, which the venue sends at most every 100 ms.
  const newestTrade = held.trades.at(-1);
  const last = newestTrade && newestTrade.timeMs > held.tickerMs ? newestTrade.price : fields.lastPrice;
  const bid = held.book.bids[0];
  const ask = held.book.asks[0];
  return {
    symbol: held.symbol,
    last,
    mark: fields.markPrice || null,
    index: fields.indexPrice || null,
    bid: bid?.[0] ?? (fields.bid1Price || null),
    bidSize: bid?.[1] ?? (fields.bid1Size || null),
    ask: ask?.[0] ?? (fields.ask1Price || null),
    askSize: ask?.[1] ?? (fields.ask1Size || null),
    change24h: fields.price24hPcnt || null,
    high24h: fields.highPrice24h || null,
    low24h: fields.lowPrice24h || null,
    volume24h: fields.volume24h || null,
    turnover24h: fields.turnover24h || null,
    fundingRate: fields.fundingRate || null,
    nextFundingMs: fields.nextFundingTime ? Number(fields.nextFundingTime) : null,
    openInterest: fields.openInterest || null,
    candle: held.candle,
    timeMs: held.timeMs,
    receivedMs: held.receivedMs,
  };
}
