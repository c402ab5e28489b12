import "server-only";
import { PathRecorder } from "@/lib/market/ingest/published-path";
import type { TradeCursor } from "@/lib/market/ingest/ticker-frame";
import { applyBookUpdate, createBook, type LiveBook } from "@/lib/market/venue/order-book";
import type { TickerFields, VenueMessage } from "@/lib/market/venue/parse-venue-message";
import type { Tick, TradePrint } from "@/lib/schemas/market/market";

/** Trades stored between two publications of one symbol: more than a tape shows. A burst keeps its newest. */
export const MAX_TRADES = 200;
/**
 * A price that differs by more than this fraction from the last one is used only if the index or the mark
 * confirms it.
 */
const MAX_OUTLIER_JUMP = 0.3;

/** Why a message was not used. */
export type DropReason =
  | Extract<VenueMessage, { kind: "bad" }>["reason"]
  | "unknown_symbol"
  | "not_followed"
  | "old"
  | "no_snapshot"
  | "book_gap"
  | "book_crossed"
  | "price_not_positive"
  | "price_crossed"
  | "price_jump";

/** The leader's state of one symbol. */
export type SymbolFeed = {
  symbol: string;
  /** Whether trades, book and candle are followed in addition to the ticker. */
  isFollowed: boolean;
  fields: TickerFields;
  sequence: number;
  tickerMs: number;
  book: LiveBook;
  candle: Tick["candle"];
  /** Not yet published. */
  trades: TradePrint[];
  /** In the pending publication. */
  inFlight: TradePrint[];
  path: PathRecorder;
  /** The newest published trade, of this leader or the previous one. */
  lastTrade: TradeCursor | null;
  /** The venue's clock at its newest ticker or trade, ms. */
  timeMs: number;
  receivedMs: number;
  moved: boolean;
};

export function createSymbolFeed(symbol: string): SymbolFeed {
  return {
    symbol,
    isFollowed: false,
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

/** Starts or stops following trades and book; clears what is left from an earlier time. */
export function setFollowed(symbolFeed: SymbolFeed, isFollowed: boolean): void {
  symbolFeed.isFollowed = isFollowed;
  symbolFeed.book = createBook(symbolFeed.symbol);
  symbolFeed.candle = null;
  symbolFeed.trades = [];
  symbolFeed.path = new PathRecorder();
  symbolFeed.moved = symbolFeed.fields.lastPrice !== undefined;
  const { lastPrice, markPrice } = symbolFeed.fields;
  if (!isFollowed || !lastPrice) return;
  symbolFeed.path.recordTicker({ last: lastPrice, mark: markPrice || null, timeMs: symbolFeed.tickerMs }, 0);
}

/** Uses a published tick until a ticker arrives. */
export function restoreTick(symbolFeed: SymbolFeed, tick: Tick): void {
  symbolFeed.fields = {
    lastPrice: tick.last,
    markPrice: tick.mark ?? "",
    indexPrice: tick.index ?? "",
    price24hPcnt: tick.change24h ?? "",
    highPrice24h: tick.high24h ?? "",
    lowPrice24h: tick.low24h ?? "",
    volume24h: tick.volume24h ?? "",
    turnover24h: tick.turnover24h ?? "",
    openInterest: tick.openInterest ?? "",
  };
  symbolFeed.tickerMs = tick.timeMs;
  symbolFeed.timeMs = tick.timeMs;
  symbolFeed.receivedMs = tick.receivedMs;
}

type MarketMessage = Extract<VenueMessage, { symbol: string }>;

/** Applies one message, or returns why not and leaves the state unchanged. */
export function consumeMessage(symbolFeed: SymbolFeed, message: MarketMessage): DropReason | null {
  switch (message.kind) {
    case "ticker":
      return consumeTicker(symbolFeed, message);
    case "trades":
      return consumeTrades(symbolFeed, message.trades);
    case "book": {
      const outcome = applyBookUpdate(symbolFeed.book, message);
      if (outcome === "gap") return "book_gap";
      if (outcome === "crossed") return "book_crossed";
      return outcome === "old" ? "old" : null;
    }
    case "kline":
      if (symbolFeed.candle && message.candle[0] < symbolFeed.candle[0]) return "old";
      symbolFeed.candle = message.candle;
      return null;
    default:
      return message satisfies never;
  }
}

function consumeTicker(
  symbolFeed: SymbolFeed,
  message: Extract<MarketMessage, { kind: "ticker" }>,
): DropReason | null {
  // A snapshot starts over (after a reconnect); within one connection neither clock may go backwards.
  if (!message.snapshot) {
    if (symbolFeed.fields.lastPrice === undefined) return "no_snapshot";
    if (message.sequence < symbolFeed.sequence || message.timeMs < symbolFeed.tickerMs) return "old";
  }
  const merged = message.snapshot ? message.fields : { ...symbolFeed.fields, ...message.fields };
  const problem = findPriceProblem(merged, symbolFeed.fields.lastPrice);
  if (problem) return problem;
  symbolFeed.fields = merged;
  symbolFeed.sequence = message.sequence;
  symbolFeed.tickerMs = message.timeMs;
  const { lastPrice: last = "", markPrice } = merged;
  if (symbolFeed.isFollowed) {
    symbolFeed.path.recordTicker(
      { last, mark: markPrice || null, timeMs: message.timeMs },
      symbolFeed.book.updateId,
    );
  }
  return null;
}

/**
 * Rejects prices that are zero, negative or crossed, or that jump without confirmation by a second source.
 */
function findPriceProblem(fields: TickerFields, previousLast: string | undefined): DropReason | null {
  for (const name of ["lastPrice", "markPrice", "indexPrice", "bid1Price", "ask1Price"] as const) {
    const value = fields[name];
    if (value !== undefined && value !== "" && !(Number(value) > 0)) return "price_not_positive";
  }
  if (fields.lastPrice === undefined || fields.lastPrice === "") return "price_not_positive";
  if (fields.bid1Price && fields.ask1Price && Number(fields.bid1Price) >= Number(fields.ask1Price))
    return "price_crossed";
  const last = Number(fields.lastPrice);
  const references = [previousLast, fields.markPrice, fields.indexPrice].filter(Boolean).map(Number);
  const isOutlier = references.length > 0 && references.every((reference) => isFar(last, reference));
  if (isOutlier) return "price_jump";
  const mark = Number(fields.markPrice);
  // A wrong mark would liquidate positions: it must be near the last price or the index.
  if (fields.markPrice && isFar(mark, last) && (!fields.indexPrice || isFar(mark, Number(fields.indexPrice))))
    return "price_jump";
  return null;
}

function isFar(price: number, reference: number): boolean {
  return Math.abs(price / reference - 1) >= MAX_OUTLIER_JUMP;
}

function consumeTrades(symbolFeed: SymbolFeed, trades: TradePrint[]): DropReason | null {
  const newest = symbolFeed.trades.at(-1) ?? symbolFeed.lastTrade;
  const last = symbolFeed.fields.lastPrice;
  const fresh = trades.filter((trade) => !newest || trade.timeMs >= newest.timeMs);
  const known = new Set(symbolFeed.trades.map((trade) => trade.id));
  if (symbolFeed.lastTrade) known.add(symbolFeed.lastTrade.id);
  const unseen = fresh.filter((trade) => !known.has(trade.id));
  if (unseen.length === 0) return "old";
  const reference = symbolFeed.fields.indexPrice || symbolFeed.fields.markPrice;
  for (const trade of unseen) {
    const isOutlier =
      last &&
      reference &&
      isFar(Number(trade.price), Number(last)) &&
      isFar(Number(trade.price), Number(reference));
    if (isOutlier) return "price_jump";
  }
  symbolFeed.trades.push(...unseen);
  for (const trade of unseen) symbolFeed.path.recordTrade(trade, symbolFeed.book.updateId);
  if (symbolFeed.trades.length > MAX_TRADES) symbolFeed.trades = symbolFeed.trades.slice(-MAX_TRADES);
  return null;
}

/** The symbol's current tick; null before its first price. */
export function buildTick(symbolFeed: SymbolFeed): Tick | null {
  const { fields } = symbolFeed;
  if (!fields.lastPrice) return null;
  // The tape can be ahead of the ticker, which the venue sends at most every 100 ms.
  const newestTrade = symbolFeed.trades.at(-1);
  const last = newestTrade && newestTrade.timeMs > symbolFeed.tickerMs ? newestTrade.price : fields.lastPrice;
  const bid = symbolFeed.book.bids[0];
  const ask = symbolFeed.book.asks[0];
  return {
    symbol: symbolFeed.symbol,
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
    candle: symbolFeed.candle,
    timeMs: symbolFeed.timeMs,
    receivedMs: symbolFeed.receivedMs,
  };
}
