import type { Decimal, Money, Price, Qty } from "@/lib/core/decimal";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { Candle } from "@/lib/core/engine/matching/candle";
import type { Liquidity, Order, Side } from "@/lib/core/engine/orders/order";
import { closedInstrument, type Instrument } from "@/lib/core/engine/positions/instrument";
import type { Position, PositionTerms } from "@/lib/core/engine/positions/position";
import type { PortfolioState } from "@/lib/core/engine/state/state";

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

/** What limits the fills of one portfolio on a stretch of path. Quantities in base currency. */
export type PathLiquidity = {
  symbol: string;
  /** What traded on the stretch; null when unknown, zero when nothing did. */
  traded: Qty | null;
  /** Whether takers are bound by `traded` even when the depth is known: true inside a candle. */
  boundsTakers: boolean;
  /** The worst price for a side from here to the end of the path. */
  findWorst: (side: Side) => Price;
  /** The events of the decision so far; what was filled from the path is counted from them. */
  events: readonly PortfolioEvent[];
  /** Index of the first event of the whole path, and of this stretch. */
  pathFrom: number;
  stretchFrom: number;
};

/** A decision in the making: the state so far and the events that led there. Lives inside one `decide`. */
export type Draft = {
  state: PortfolioState;
  context: Context;
  readonly events: PortfolioEvent[];
  /** The last mark of a walked symbol at which no rule of a challenge was broken. */
  evaluated?: { symbol: string; mark: Price };
};

/** What a trade of `qty` at `price` does. `held` is positive; `cash` is signed; all but `held` quote currency. */
export type TradeEffect = { held: Qty; fee: Money; cash: Money; cost: Money; realised: Money };

/** What a trade does, given the part of it that grows or reduces the position. */
export type EffectInput = {
  side: Side;
  qty: Qty;
  price: Price;
  feeRate: Decimal;
  /** The position it meets, or null when flat. */
  position: Position | null;
  isClosing: boolean;
};

/** All that differs between venues: data and leaf functions. `decide` never asks which venue it serves. */
export type VenueRules = {
  name: string;
  /** Kept with every fill, so that an old one can be evaluated by the rules of its day. */
  version: string;
  /** A feed older than this can't fill a market order; null when prices are given, as in a replay. */
  staleAfterMs: number | null;
  /** A price path that lags by more than this is a gap, behind which changes wait; null when prices are given. */
  maxPathLagMs: number | null;
  /** A market order unfilled this long after acceptance is rejected. */
  deadlineMs: number | null;
  /** A leverage is a multiple of this; zero where any is allowed. */
  leverageStep: Decimal;
  maxOpenOrders: number;
  maxConditionalOrders: number;
  /** `book`: a market order walks the book. `held-price`: it fills whole at the price noted at submission. */
  marketFill: "book" | "held-price";
  /** How a resting limit fills: see `triggers.ts`. `own-price`: whatever rests fills at its price when touched. */
  restingFill: "through" | "touch" | "own-price";
  /** Reject a stop or target on the wrong side of the price, and a reduce-only order that can't reduce. */
  checksIntent: boolean;
  /** Cancel the reduce-only orders of a symbol when its position becomes flat. */
  cancelsReduceOnlyWhenFlat: boolean;
  /** Cancel the orders that would increase a position when it is liquidated. */
  cancelsIncreasingOnLiquidation: boolean;
  /** Check margin when a resting order fills, too: closing a position can take away what covered it. */
  checksMarginOfResting: boolean;
  /** `level`: liquidation is one more level on the path. `after-candle`: once, against the whole candle. */
  candleLiquidation: "level" | "after-candle";
  /** What a candle can't tell: see `triggers.ts`. `colour`: always by its colour, and continuous from the close before. */
  candleOrder: "worse-exit-first" | "colour";
  feeRate: (instrument: Instrument, liquidity: Liquidity) => Decimal;
  tradeEffect: (input: EffectInput) => TradeEffect;
  /** Whether the portfolio can carry `order` besides what is open. */
  canCarry: (state: PortfolioState, order: Order, context: Context) => boolean;
  /** Quote currency that new orders may use. Marks come from `marketOf`. */
  freeMargin: (state: PortfolioState, context: Context) => Money;
  /** Margin that the open orders of the portfolio hold. */
  orderMargin: (state: PortfolioState, context: Context) => Money;
  positionMargin: (position: Position, instrument: Instrument) => Money;
  /** Null where the position can't be liquidated by itself. */
  liquidationPrice: (state: PortfolioState, position: PositionTerms, instrument: Instrument) => Price | null;
  /** Whether the whole account must be liquidated at these marks (cross margin). */
  isAccountLiquidated: (state: PortfolioState, context: Context) => boolean;
  /** Price at which `qty` (the whole, if left out) of a liquidated position is settled, with the taker's fee. */
  settlementPrice: (state: PortfolioState, position: Position, context: Context, qty?: Qty) => Price;
  /** What to close at `mark` to reach the next lower risk tier; null where the whole position is taken over. */
  stepDownQty: (position: Position, mark: Price, instrument: Instrument) => Qty | null;
  /** Highest buy and lowest sell price allowed now, or null without a limit. */
  priceLimit: (instrument: Instrument, market: Market) => { maxBuy: Price; minSell: Price } | null;
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
 * Whether tick and book are recent enough to fill at. Evaluated by the venue's own times: a feed that is late, and a
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
