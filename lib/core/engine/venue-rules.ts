import type { Decimal, Money, Price, Qty } from "@/lib/core/decimal";
import type { Context, Market } from "@/lib/core/engine/context";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import type { Order, Side } from "@/lib/core/engine/orders/order";
import type { Position, PositionTerms } from "@/lib/core/engine/positions/position";
import type { PortfolioState } from "@/lib/core/engine/state/state";

/** Maker: the order stood in the book. Taker: it met one that did. */
export const LIQUIDITIES = ["maker", "taker"] as const;
export type Liquidity = (typeof LIQUIDITIES)[number];

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
  /** Kept with every fill, so that an old one can be judged by the rules of its day. */
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
  /** Refuse a stop or target on the wrong side of the price, and a reduce-only order that can't reduce. */
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
