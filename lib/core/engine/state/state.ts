import type { ChallengeState } from "@/lib/core/challenge/challenge-state";
import { abs, type Decimal, type Money, ONE, type Price, type Qty, sub, ZERO } from "@/lib/core/decimal";
import type { Order, Side } from "@/lib/core/engine/orders/order";
import type { Position } from "@/lib/core/engine/positions/position";
import type { DeferredChange } from "@/lib/core/engine/state/change";
import type { LimitState } from "@/lib/core/limits/limit-state";

export const MARKET_CATEGORIES = ["perpetual", "spot"] as const;
export type MarketCategory = (typeof MARKET_CATEGORIES)[number];
export const MARGIN_MODES = ["isolated", "cross"] as const;
export type MarginMode = (typeof MARGIN_MODES)[number];
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
  /** Stored for each symbol with or without a position; `fundedMs` is the newest settled funding instant. */
  leverages: readonly { symbol: string; leverage: Decimal; fundedMs?: number }[];
  positions: readonly Position[];
  /** Orders that are not terminal, in order of acceptance. */
  orders: readonly Order[];
  consumed: readonly ConsumedLevel[];
  /** Changes deferred by a gap of the price path, in order of acceptance. */
  deferred: readonly DeferredChange[];
  /** Forced exits since the last reset. */
  liquidations: number;
  /** State of the challenge rules; null in a practice portfolio. */
  prop: ChallengeState | null;
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
  positions: [],
  orders: [],
  consumed: [],
  deferred: [],
  liquidations: 0,
  prop: null,
  limits: null,
};

export function findPosition(state: PortfolioState, symbol: string): Position | null {
  for (const position of state.positions) if (position.symbol === symbol) return position;
  return null;
}

export function findOrder(state: PortfolioState, orderId: string): Order | null {
  for (const order of state.orders) if (order.id === orderId) return order;
  return null;
}

/** Whether the order can only make the position of its symbol smaller. */
export function isReducing(state: PortfolioState, order: Order): boolean {
  if (order.reduceOnly) return true;
  const position = findPosition(state, order.symbol);
  if (position === null || position.qty > 0n === (order.side === "buy")) return false;
  return sub(order.qty, order.filled) <= abs(position.qty);
}

/** Leverage that a new position in `symbol` gets. */
export function leverageOf(state: PortfolioState, symbol: string): Decimal {
  for (const entry of state.leverages) if (entry.symbol === symbol) return entry.leverage;
  return state.defaultLeverage;
}
