import type { BookDto, Tick, TradePrint } from "@/lib/schemas/market/market";
import {
  STREAM_VIEWS,
  type StreamView,
  TICK_FIELDS,
  type TickField,
} from "@/lib/schemas/market/market-stream";

/** The newest trades of a symbol, oldest first, and their number since its first message. */
export type TapeView = { count: number; trades: readonly TradePrint[] };

/** Everything known of a symbol. `book` is null where the feed does not follow it. */
export type SymbolSource = { tick: Tick; book: BookDto | null; tape: TapeView };

/** A symbol as a selection shows it. */
export type SymbolView = { tick: Tick; book: BookDto | null; tape: readonly TradePrint[] };

export const FIELD_NAMES = Object.keys(TICK_FIELDS) as TickField[];

/** A tick of which no field is known. */
export const EMPTY_TICK: Omit<Tick, "symbol" | "timeMs" | "receivedMs"> = {
  last: "",
  mark: null,
  index: null,
  bid: null,
  bidSize: null,
  ask: null,
  askSize: null,
  change24h: null,
  high24h: null,
  low24h: null,
  volume24h: null,
  turnover24h: null,
  fundingRate: null,
  nextFundingMs: null,
  openInterest: null,
  candle: null,
};

/** The state before the first event: no field is known. */
export function emptyView(symbol: string): SymbolView {
  return { tick: { ...EMPTY_TICK, symbol, timeMs: 0, receivedMs: 0 }, book: null, tape: [] };
}

export function emptyBook(symbol: string): BookDto {
  return { symbol, bids: [], asks: [], updateId: 0, timeMs: 0 };
}

/** The tick and book of a view. With a book, best bid and ask of the tick are the book's. */
export function projectView(source: SymbolSource, view: StreamView): Pick<SymbolView, "tick" | "book"> {
  const { levels, quotes } = STREAM_VIEWS[view];
  if (!quotes) {
    const none = { index: null, bid: null, bidSize: null, ask: null, askSize: null, candle: null };
    return { tick: { ...source.tick, ...none }, book: null };
  }
  const { book } = source;
  if (levels === 0 || book === null) return { tick: source.tick, book: null };
  const cut =
    book.bids.length <= levels && book.asks.length <= levels
      ? book
      : { ...book, bids: book.bids.slice(0, levels), asks: book.asks.slice(0, levels) };
  return { tick: withBestPrices(source.tick, cut), book: cut };
}

/** Sets best bid and ask to those of the book, each side separately if the book has it. */
export function withBestPrices(tick: Tick, book: BookDto | null): Tick {
  const [bid, ask] = [book?.bids[0], book?.asks[0]];
  if (!bid && !ask) return tick;
  return {
    ...tick,
    ...(bid && { bid: bid[0], bidSize: bid[1] }),
    ...(ask && { ask: ask[0], askSize: ask[1] }),
  };
}
