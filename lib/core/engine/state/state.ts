import type { ChallengeState } from "@/lib/core/challenge/challenge-state";
import { abs, add, type Decimal, type Money, ONE, type Price, type Qty, sub, ZERO } from "@/lib/core/decimal";
import type { Order, Side } from "@/lib/core/engine/orders/order";
import { type Position, type PositionSide, sideOf } from "@/lib/core/engine/positions/position";
import type { DeferredChange } from "@/lib/core/engine/state/change";
import { type HedgeMode, isHedged, tradedSide } from "@/lib/core/engine/state/hedge";
import type { LimitState } from "@/lib/core/limits/limit-state";

export const MARKET_CATEGORIES = ["perpetual", "spot"] as const;
export type MarketCategory = (typeof MARKET_CATEGORIES)[number];
export const MARGIN_MODES = ["isolated", "cross"] as const;
export type MarginMode = (typeof MARGIN_MODES)[number];
/** One position in a symbol, or one for each side of it. */
export const POSITION_MODES = ["one-way", "hedge"] as const;
export type PositionMode = (typeof POSITION_MODES)[number];
/** A practice portfolio, the portfolio of a challenge phase, or real trades of a file, which is never traded. */
export const PORTFOLIO_KINDS = ["PRACTICE", "CHALLENGE", "IMPORTED"] as const;
export type PortfolioKind = (typeof PORTFOLIO_KINDS)[number];

/** Why trading is locked, and since when. */
export type PortfolioLock = { reason: string; atMs: number };

/**
 * Depth that this portfolio took from a book level, and when the venue made the book that it last took from.
 * It stays taken until the level is gone from the book or `CONSUMED_FOR_MS` have passed.
 */
export type ConsumedLevel = { symbol: string; side: Side; price: Price; taken: Qty; bookMs: number };

/** Sums of the log since the last reset, in quote currency; together they must give the balance. */
export type Ledger = {
  opening: Money;
  adjustments: Money;
  realised: Money;
  fees: Money;
  funding: Money;
};

/** What is stored of a symbol. `shortLeverage`: that of the short side of a hedged symbol, where it differs. */
type SymbolTerms = {
  symbol: string;
  leverage: Decimal;
  shortLeverage?: Decimal;
  fundedMs?: number;
  shortFundedMs?: number;
};

/** The state of one portfolio that decisions depend on. Changed by `apply` alone, never in place. */
export type PortfolioState = {
  id: string;
  /** Sequence of the newest event. */
  seq: number;
  /** Rises with each reset; a command of an older epoch is rejected. */
  epoch: number;
  kind: MarketCategory;
  marginMode: MarginMode;
  lock: PortfolioLock | null;
  /** Quote currency. Margin and reservations are derived from orders and positions, never stored. */
  balance: Money;
  ledger: Ledger;
  defaultLeverage: Decimal;
  /**
   * Stored for each symbol with or without a position; `fundedMs` and `shortFundedMs` are the newest settled funding
   * instants of a long and of a short position: both rise where the event names no side.
   */
  leverages: readonly SymbolTerms[];
  /** Null while every symbol is in one-way mode. */
  hedge: HedgeMode | null;
  /** One for each symbol; in hedge mode one for each side of it. */
  positions: readonly Position[];
  /** Orders that are not terminal, in order of acceptance. */
  orders: readonly Order[];
  consumed: readonly ConsumedLevel[];
  /** Changes deferred by a gap of the price path, in order of acceptance. */
  deferred: readonly DeferredChange[];
  /** Forced exits since the last reset. */
  liquidations: number;
  /** State of the challenge rules; null in a practice portfolio. */
  challenge: ChallengeState | null;
  /** The trader's own limits; null without any. */
  limits: LimitState | null;
};

/** The initial state of a replay. */
export const EMPTY_STATE: PortfolioState = {
  id: "",
  seq: 0,
  epoch: 0,
  kind: "perpetual",
  marginMode: "isolated",
  lock: null,
  balance: ZERO,
  ledger: { opening: ZERO, adjustments: ZERO, realised: ZERO, fees: ZERO, funding: ZERO },
  defaultLeverage: ONE,
  leverages: [],
  hedge: null,
  positions: [],
  orders: [],
  consumed: [],
  deferred: [],
  liquidations: 0,
  challenge: null,
  limits: null,
};

/** The position of a symbol, or of one side of it; without `side` the older one of a hedged symbol. */
export function findPosition(
  { positions }: Pick<PortfolioState, "positions">,
  symbol: string,
  side?: PositionSide,
): Position | null {
  for (const position of positions) {
    if (position.symbol === symbol && (side === undefined || sideOf(position) === side)) return position;
  }
  return null;
}

/** Whether a fill has opened a position; `state` is that after it. */
export function hasOpened({ positions }: Pick<PortfolioState, "positions">, fill: { seq: number }): boolean {
  return positions.some(({ roundTrip }) => roundTrip.id === fill.seq);
}

/** The position that an order changes. */
export function findOrderPosition(
  state: Pick<PortfolioState, "positions" | "hedge">,
  order: Pick<Order, "symbol" | "side" | "reduceOnly">,
): Position | null {
  const { symbol } = order;
  return findPosition(state, symbol, isHedged(state, symbol) ? tradedSide(order) : undefined);
}

/** The side of a position as events of a hedged symbol name it; nothing in one-way mode. */
export function nameSide(
  state: Pick<PortfolioState, "hedge">,
  position: Pick<Position, "symbol" | "qty">,
): { side?: PositionSide } {
  return isHedged(state, position.symbol) ? { side: sideOf(position) } : {};
}

/** The signed quantity of a symbol, that of both sides of a hedged one together. */
export function sumQty({ positions }: Pick<PortfolioState, "positions">, symbol: string): Qty {
  return positions.reduce<Qty>((sum, one) => (one.symbol === symbol ? add(sum, one.qty) : sum), ZERO);
}

export function findOrder(state: PortfolioState, orderId: string): Order | null {
  for (const order of state.orders) if (order.id === orderId) return order;
  return null;
}

/** Whether the order can only make the position of its symbol smaller. */
export function isReducing(state: PortfolioState, order: Order): boolean {
  if (order.reduceOnly) return true;
  const position = findOrderPosition(state, order);
  if (position === null || position.qty > 0n === (order.side === "buy")) return false;
  return sub(order.qty, order.filled) <= abs(position.qty);
}

/** The newest settled funding instant of a side of a symbol, or of either; 0 for none. */
export function findFundedMs(
  { leverages }: PortfolioState,
  { symbol, side }: { symbol: string; side?: PositionSide },
): number {
  const { fundedMs = 0, shortFundedMs = 0 } = leverages.find((entry) => entry.symbol === symbol) ?? {};
  if (side === undefined) return Math.max(fundedMs, shortFundedMs);
  return side === "long" ? fundedMs : shortFundedMs;
}

/** Leverage that a new position in `symbol` gets; the sides of a hedged symbol may have one each. */
export function leverageOf(
  state: Pick<PortfolioState, "leverages" | "defaultLeverage">,
  symbol: string,
  side?: PositionSide,
): Decimal {
  for (const entry of state.leverages) {
    if (entry.symbol === symbol) return (side === "short" && entry.shortLeverage) || entry.leverage;
  }
  return state.defaultLeverage;
}

/** The leverage in force for an order: of the position that it changes, else the one that its position will get. */
export function orderLeverageOf(
  state: PortfolioState,
  order: Pick<Order, "symbol" | "side" | "reduceOnly">,
): Decimal {
  return findOrderPosition(state, order)?.leverage ?? leverageOf(state, order.symbol, tradedSide(order));
}
