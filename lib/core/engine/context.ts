import type { Price, Qty } from "@/lib/core/decimal";
import type { Candle } from "@/lib/core/engine/candle";
import type { Draft } from "@/lib/core/engine/draft";
import type { Instrument } from "@/lib/core/engine/instrument";
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
  /** Time and sequence of the tick behind these figures, the venue's. */
  tickMs: number;
  tickSeq: number;
  /** When the feed last heard from the venue for this symbol, our clock. */
  heardAtMs: number;
};

/** One trade or mark seen on the way; `qty` is what traded at `last`, when known. */
export type PathPoint = { last: Price; mark: Price | null; qty: Qty | null; timeMs: number; seq: number };

/** Where a price went: the points of a beat, or one candle of the venue. */
export type PricePath =
  | { kind: "points"; points: readonly PathPoint[] }
  | { kind: "candle"; candle: Candle; previousClose: Price | null; startMs: number };

/** Everything outside the portfolio that a decision may look at. Read once, never from a clock inside. */
export type Context = {
  nowMs: number;
  rules: VenueRules;
  instruments: ReadonlyMap<string, Instrument>;
  markets: ReadonlyMap<string, Market>;
  /** The point of a path that is being walked; stands above `markets`. */
  at?: { symbol: string; market: Market };
  /** Symbols that an operator halted; "*" halts all. */
  halted?: ReadonlySet<string>;
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

/** Whether the feed has heard from the venue recently enough to fill at its prices. */
export function isFresh(context: Context, market: Market): boolean {
  const limitMs = context.rules.staleAfterMs;
  return limitMs === null || context.nowMs - market.heardAtMs <= limitMs;
}
