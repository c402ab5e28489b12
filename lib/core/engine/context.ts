import type { Price, Qty } from "@/lib/core/decimal";
import type { Candle } from "@/lib/core/engine/matching/candle";
import type { Draft } from "@/lib/core/engine/draft";
import { closedInstrument, type Instrument } from "@/lib/core/engine/positions/instrument";
import type { Order } from "@/lib/core/engine/orders/order";
import type { PathLiquidity } from "@/lib/core/engine/matching/quote-path";
import type { VenueRules } from "@/lib/core/engine/venue-rules";

export type BookLevel = { price: Price; qty: Qty };
/** Best level first on both sides. */
export type Book = { bids: readonly BookLevel[]; asks: readonly BookLevel[] };

/** One symbol's market as it was seen. */
export type Market = {
  last: Price;
  mark: Price;
  index: Price | null;
  book: Book | null;
  /** The newest book that was known while `book` waits for a snapshot: its depth counts, its prices don't. */
  lastBook?: Book | null;
  /** Time and sequence of the tick behind these figures, the venue's. */
  tickMs: number;
  tickSeq: number;
  /** When the venue made the book, on its clock, ms. */
  bookMs: number;
  /** Left out where prices are given, as in a replay: its clock is ours and its path is walked as it is given. */
  feed?: {
    /** Venue's clock minus ours, ms; never estimated too low (`lib/market/venue/venue-clock.ts`). */
    offsetMs: number;
    /** Venue's time up to which all that waits for a price has been handed the price path, ms. */
    walkedMs: number;
  };
};

/** One trade or mark seen on the way; `qty` is what traded at `last`: null when unknown, zero when nothing did. */
export type PathPoint = { last: Price; mark: Price | null; qty: Qty | null; timeMs: number; seq: number };

/** Where a price went: the points of one publish interval, or one candle of the venue (`volume` and end if known). */
export type PricePath = { kind: "points"; points: readonly PathPoint[] } | ({ kind: "candle" } & CandlePath);

/** One candle; `volume` in base currency and `endMs` are null or left out where they are unknown. */
export type CandlePath = {
  candle: Candle;
  previousClose: Price | null;
  startMs: number;
  endMs?: number | null;
  volume?: Qty | null;
};

/** Everything outside the portfolio that a decision may look at. Read once, never from a clock inside. */
export type Context = {
  nowMs: number;
  rules: VenueRules;
  instruments: ReadonlyMap<string, Instrument>;
  markets: ReadonlyMap<string, Market>;
  /** The point of a path that is being walked; stands above `markets`. */
  at?: { symbol: string; market: Market; path: PathLiquidity };
  /** Symbols that an operator halted; "*" halts all. */
  halted?: ReadonlySet<string>;
  /** Symbols in which orders that only reduce are taken and executed during a halt all the same; "*" means all. */
  exitsAllowed?: ReadonlySet<string>;
  /** A strategy that answers fills inside a candle; it may run further commands on the draft. */
  react?: (draft: Draft, orderId: string) => void;
};

/**
 * The symbol's market at this point of the decision, or null when nothing is known of it. A price of zero or less
 * is no price: nothing is filled, marked or liquidated by it.
 */
export function marketOf(context: Context, symbol: string): Market | null {
  const market = context.at?.symbol === symbol ? context.at.market : context.markets.get(symbol);
  return market !== undefined && market.last > 0n && market.mark > 0n ? market : null;
}

/** A symbol's market, or, where it was never seen, one at `price` whose tick time is 0. */
export function marketOrAt(context: Context, symbol: string, price: Price): Market {
  const unseen = { index: null, book: null, tickMs: 0, tickSeq: 0, bookMs: 0 };
  return marketOf(context, symbol) ?? { last: price, mark: price, ...unseen };
}

/** The instrument of something that is held or open; one that is not listed any more is closed. */
export function instrumentOf(context: Context, symbol: string): Instrument {
  return context.instruments.get(symbol) ?? closedInstrument(symbol);
}

/** Whether an operator has halted the symbol: its price path stands still, and nothing of it is filled. */
export function isHalted(context: Pick<Context, "halted">, symbol: string): boolean {
  return context.halted?.has("*") === true || context.halted?.has(symbol) === true;
}

/** Whether orders that only reduce go on during a halt of the symbol. */
export function areExitsAllowed(context: Pick<Context, "exitsAllowed">, symbol: string): boolean {
  return context.exitsAllowed?.has("*") === true || context.exitsAllowed?.has(symbol) === true;
}

/** An instant of our clock as the venue's clock has it, ms. */
export function toVenueMs(market: Market, ourMs: number): number {
  return ourMs + (market.feed?.offsetMs ?? 0);
}

/**
 * Whether tick and book are recent enough to fill at. Judged by the venue's own times: a feed that is late, and a
 * book that stands still while tickers go on, are old however lately they arrived.
 */
export function isFresh(context: Context, market: Market): boolean {
  return isRecent(context, market, Math.min(market.tickMs, market.bookMs));
}

/** Whether the mark is recent enough to be taken for the price of now, whatever the book is. */
export function isMarkFresh(context: Context, market: Market): boolean {
  return isRecent(context, market, market.tickMs);
}

function isRecent(context: Context, market: Market, venueMs: number): boolean {
  const limitMs = context.rules.staleAfterMs;
  return limitMs === null || toVenueMs(market, context.nowMs) - venueMs <= limitMs;
}

/**
 * Whether the venue made its book after an order was accepted (or last amended): no order is filled from a book of
 * before, which the trader may have known to be over.
 */
export function isBookAfter(context: Context, order: Order): boolean {
  const market = marketOf(context, order.symbol);
  return market !== null && market.bookMs > acceptedVenueMs(market, order);
}

/** When an order that has met nothing yet was accepted or last amended, on the venue's clock, ms. */
export function acceptedVenueMs(market: Market, order: Order): number {
  return Math.max(toVenueMs(market, order.acceptedAtMs), order.met?.timeMs ?? 0);
}

/**
 * Whether the price path has been walked up to this instant of the venue's clock, but for what a healthy feed and its
 * publish interval need. While it has not, what waits may have been met already by a price that is still to come.
 */
export function isWalkedTo(context: Pick<Context, "rules">, market: Market, venueMs: number): boolean {
  const { maxPathLagMs } = context.rules;
  return maxPathLagMs === null || !market.feed || venueMs - market.feed.walkedMs <= maxPathLagMs;
}
