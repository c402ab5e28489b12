import type { Decimal, Money } from "@/lib/core/decimal";

/** What the trading rules see of one symbol. Quote currency. */
export type Holding = {
  symbol: string;
  /** Cost of the position with every waiting entry filled, on the larger side. */
  exposure: Money;
  leverage: Decimal;
  hasPosition: boolean;
  /** Loss of the position at its stop, before fees; null without a stop. */
  risk: Money | null;
};

/** What the trading rules see of a portfolio. */
export type TradingView = {
  holdings: readonly Holding[];
  /** When the oldest waiting order that may open or enlarge a position was accepted; null without one. */
  entriesSinceMs: number | null;
  /** When the oldest open position was opened; null without one. */
  positionsSinceMs: number | null;
  /** Symbols of positions that no stop protects in full. */
  bare: readonly string[];
};
