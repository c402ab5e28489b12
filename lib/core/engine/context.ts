import type { Decimal, Money, Price, Qty } from "@/lib/core/decimal";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { Candle } from "@/lib/core/engine/matching/candle";
import type { Liquidity, Order, Side } from "@/lib/core/engine/orders/order";
import { closedInstrument } from "@/lib/core/engine/positions/closed-instrument";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import type { Position, PositionTerms } from "@/lib/core/engine/positions/position";
import type { PortfolioState } from "@/lib/core/engine/state/state";

export type BookLevel = { price: Price; qty: Qty };
/** Best level first on both sides. */
export type Book = { bids: readonly BookLevel[]; asks: readonly BookLevel[] };

/** One symbol's market data at the time of the decision. */
export type Market = {
  last: Price;
  mark: Price;
  index: Price | null;
  book: Book | null;
  /** The newest known book while `book` waits for a snapshot: its depth is used, its prices are not. */
  lastBook?: Book | null;
  /** Venue time and sequence of the tick behind these figures. */
  tickMs: number;
  tickSeq: number;
  /** When the venue made the book, on its clock, ms. */
  bookMs: number;
  /**
   * Left out where prices are given, as in a replay: then our clock is used and the path is walked as given.
   */
  feed?: {
    /** Venue's clock minus ours, ms; never estimated too low (`lib/market/venue/venue-clock.ts`). */
    offsetMs: number;
    /** Venue time up to which the price path has been matched against all waiting orders, ms. */
    walkedMs: number;
  };
};

/**
 * One trade or mark on the path; `qty` is what traded at `last`: null when unknown, zero when nothing did.
 */
export type PathPoint = { last: Price; mark: Price | null; qty: Qty | null; timeMs: number; seq: number };

/**
 * The path of a price: the points of one publish interval, or one candle of the venue (`volume` and end if
 * known).
 */
export type PricePath =
  | { kind: "points"; points: readonly PathPoint[] }
  | ({ kind: "candle" } & WalkedCandle);

/** One candle; `volume` in base currency and `endMs` are null or left out where they are unknown. */
export type WalkedCandle = {
  candle: Candle;
  /** Lowest and highest mark, where an `after-candle` liquidation is decided by it; else by the candle. */
  marks?: Pick<Candle, "low" | "high">;
  /** The mark while the candle is walked; left out, the price on the way stands for it. */
  mark?: Price;
  previousClose: Price | null;
  startMs: number;
  endMs?: number | null;
  volume?: Qty | null;
};

/** The newest market of a symbol, undefined where none is known. It may be looked up or parsed at the call: no list. */
export type Markets = { get: (symbol: string) => Market | undefined };

/** All input of a decision from outside the portfolio. Read once by the caller, never from a clock inside. */
export type Context = {
  nowMs: number;
  rules: VenueRules;
  instruments: ReadonlyMap<string, Instrument>;
  markets: Markets;
  /** The point of the path that is being walked; takes precedence over `markets`. */
  at?: { symbol: string; market: Market; path: PathLiquidity };
  /** Symbols that an operator halted; "*" halts all. */
  halted?: ReadonlySet<string>;
  /** Symbols in which orders that only reduce are accepted and executed during a halt; "*" means all. */
  exitsAllowed?: ReadonlySet<string>;
  /** The commands come from a program (`/v5`, an alert, an assistant), which the plan of a challenge may reject. */
  isByProgram?: boolean;
  /** A strategy that reacts to fills inside a candle; it may run further commands on the draft. */
  react?: (draft: Draft, orderId: string) => void;
};

/** What limits the fills of one portfolio on a stretch of path. Quantities in base currency. */
export type PathLiquidity = {
  symbol: string;
  /** What traded on the stretch; null when unknown, zero when nothing did. */
  traded: Qty | null;
  /** Whether takers are bound by `traded` even when the depth is known: true inside a candle. */
  boundsTakers: boolean;
  /** The worst price for a side from here to the end of the path. */
  findWorst: (side: Side) => Price;
  /** The events of the decision so far; the quantity filled from the path is counted from them. */
  events: readonly PortfolioEvent[];
  /** Index of the first event of the whole path, and of this stretch. */
  pathFrom: number;
  stretchFrom: number;
};

/** A decision in progress: the current state and the events that led to it. Lives inside one `decide`. */
export type Draft = {
  state: PortfolioState;
  context: Context;
  readonly events: PortfolioEvent[];
  /** The last mark of a walked symbol at which no rule of a challenge was broken. */
  evaluated?: { symbol: string; mark: Price };
};

/**
 * Effect of a trade of `qty` at `price`. `held` is positive base currency; the rest is quote currency, `cash`
 * signed.
 */
export type TradeEffect = { qtyChange: Qty; fee: Money; cash: Money; cost: Money; realised: Money };

/** Input of a trade's effect: the part of it that increases or reduces the position. */
export type EffectInput = {
  side: Side;
  qty: Qty;
  price: Price;
  feeRate: Decimal;
  /** The position before the trade, or null when flat. */
  position: Position | null;
  isClosing: boolean;
};

/**
 * All differences between venues: data and leaf functions. `decide` does not depend on the venue otherwise.
 */
export type VenueRules = {
  name: string;
  /** Stored with every fill, so that a past fill can be checked by the rules in force at that time. */
  version: string;
  /** A feed older than this can't fill a market order; null when prices are given, as in a replay. */
  staleAfterMs: number | null;
  /** A price path that lags by more than this is a gap, which defers changes; null when prices are given. */
  maxPathLagMs: number | null;
  /** A market order unfilled this long after acceptance is rejected. */
  executionTimeoutMs: number | null;
  /** A leverage is a multiple of this; zero where any is allowed. */
  leverageStep: Decimal;
  /** Whether a symbol may have a long and a short position at the same time. */
  supportsHedging: boolean;
  maxOpenOrders: number;
  maxConditionalOrders: number;
  /** Stops and targets of parts in one symbol, those that waiting orders will bring included. */
  maxPartExits: number;
  /**
   * `book`: a market order walks the book. `held-price`: it fills whole at the price recorded at submission.
   */
  marketFill: "book" | "held-price";
  /**
   * How a resting limit fills: see `triggers.ts`. `own-price`: every resting order fills at its own price
   * when touched.
   */
  restingFill: "through" | "touch" | "own-price";
  /** `own-price` only: a limit fills when the price has gone beyond its own, not when it was touched. */
  mustPassLimits: boolean;
  /** Reject a stop or target on the wrong side of the price, and a reduce-only order that can't reduce. */
  checksIntent: boolean;
  /** Cancel the reduce-only orders of a symbol when its position becomes flat. */
  cancelsReduceOnlyWhenFlat: boolean;
  /** Cancel the orders that would increase a position when it is liquidated. */
  cancelsIncreasingOnLiquidation: boolean;
  /**
   * Also check margin when a resting order fills: closing a position can release the margin that covered it.
   */
  checksMarginOfResting: boolean;
  /** `level`: liquidation is one more level on the path. `after-candle`: once, against the whole candle. */
  candleLiquidation: "level" | "after-candle";
  /**
   * How ambiguity inside a candle is resolved: see `triggers.ts`. `colour`: always by its colour, continuous
   * from the previous close.
   */
  candleOrder: "worse-exit-first" | "colour";
  feeRate: (instrument: Instrument, liquidity: Liquidity) => Decimal;
  tradeEffect: (input: EffectInput) => TradeEffect;
  /** Whether the margin covers `order` in addition to what is open. */
  canCarry: (state: PortfolioState, order: Order, context: Context) => boolean;
  /** Quote currency that new orders may use. Marks come from `marketOf`. */
  freeMargin: (state: PortfolioState, context: Context) => Money;
  /** Margin reserved by the open orders of the portfolio. */
  orderMargin: (state: PortfolioState, context: Context) => Money;
  positionMargin: (position: Position, instrument: Instrument) => Money;
  /** Null where the position can't be liquidated by itself. */
  liquidationPrice: (state: PortfolioState, position: PositionTerms, instrument: Instrument) => Price | null;
  /** Whether the whole account must be liquidated at these marks (cross margin). */
  isAccountLiquidated: (state: PortfolioState, context: Context) => boolean;
  /**
   * Price at which `qty` (all of it if left out) of a liquidated position is taken over, with the taker's
   * fee.
   */
  settlementPrice: (state: PortfolioState, position: Position, context: Context, qty?: Qty) => Price;
  /**
   * Quantity to close at `mark` to reach the next lower risk tier; null where the whole position is taken
   * over.
   */
  stepDownQty: (position: Position, mark: Price, instrument: Instrument) => Qty | null;
  /** Highest buy and lowest sell price allowed now, or null without a limit. */
  priceLimit: (instrument: Instrument, market: Market) => { maxBuy: Price; minSell: Price } | null;
};

/** The markets with those of some symbols replaced. */
export function replaceMarkets(markets: Markets, replaced: ReadonlyMap<string, Market>): Markets {
  return { get: (symbol) => replaced.get(symbol) ?? markets.get(symbol) };
}

/**
 * The symbol's market at this point of the decision, or null when none is known. A price of zero or less is
 * invalid: nothing is filled, marked or liquidated by it.
 */
export function marketOf(context: Context, symbol: string): Market | null {
  const market = context.at?.symbol === symbol ? context.at.market : context.markets.get(symbol);
  return market !== undefined && market.last > 0n && market.mark > 0n ? market : null;
}

/** The symbol's market or, when none is known, one at `price` with tick time 0. */
export function marketOrAt(context: Context, symbol: string, price: Price): Market {
  const unseen = { index: null, book: null, tickMs: 0, tickSeq: 0, bookMs: 0 };
  return marketOf(context, symbol) ?? { last: price, mark: price, ...unseen };
}

/** The instrument of an open position or order; one that is no longer listed is closed. */
export function instrumentOf(context: Context, symbol: string): Instrument {
  return context.instruments.get(symbol) ?? closedInstrument(symbol);
}

/** Whether an operator has halted the symbol: its price path is not walked and nothing in it is filled. */
export function isHalted(context: Pick<Context, "halted">, symbol: string): boolean {
  return context.halted?.has("*") === true || context.halted?.has(symbol) === true;
}

/** Whether orders that only reduce are accepted during a halt of the symbol. */
export function areExitsAllowed(context: Pick<Context, "exitsAllowed">, symbol: string): boolean {
  return context.exitsAllowed?.has("*") === true || context.exitsAllowed?.has(symbol) === true;
}

/** Converts an instant of our clock to the venue's clock, ms. */
export function toVenueMs(market: Market, ourMs: number): number {
  return ourMs + (market.feed?.offsetMs ?? 0);
}

/**
 * Whether tick and book are recent enough to fill at, by the venue's own times: a delayed feed is stale, and
 * so is a book that does not change while tickers go on, whenever they arrived.
 */
export function isFresh(context: Pick<Context, "rules" | "nowMs">, market: Market): boolean {
  return isRecent(context, market, Math.min(market.tickMs, market.bookMs));
}

/** Whether the mark is recent enough to be the current price, whatever the state of the book. */
export function isMarkFresh(context: Pick<Context, "rules" | "nowMs">, market: Market): boolean {
  return isRecent(context, market, market.tickMs);
}

function isRecent(context: Pick<Context, "rules" | "nowMs">, market: Market, venueMs: number): boolean {
  const limitMs = context.rules.staleAfterMs;
  return limitMs === null || toVenueMs(market, context.nowMs) - venueMs <= limitMs;
}

/**
 * Whether the venue made its book after the order was accepted or last amended. No order is filled from an
 * earlier book, which the trader may have known to be outdated.
 */
export function isBookAfter(context: Context, order: Order): boolean {
  const market = marketOf(context, order.symbol);
  return market !== null && market.bookMs > acceptedVenueMs(market, order);
}

/** When an order that has not been matched yet was accepted or last amended, on the venue's clock, ms. */
export function acceptedVenueMs(market: Market, order: Order): number {
  return Math.max(toVenueMs(market, order.acceptedAtMs), order.lastMatchedAt?.timeMs ?? 0);
}

/**
 * Whether the price path has been walked up to this instant of the venue's clock, within the lag that a
 * healthy feed and its publish interval need. Until then a price that is still to come may match what waits.
 */
export function isWalkedTo(context: Pick<Context, "rules">, market: Market, venueMs: number): boolean {
  const { maxPathLagMs } = context.rules;
  return maxPathLagMs === null || !market.feed || venueMs - market.feed.walkedMs <= maxPathLagMs;
}
