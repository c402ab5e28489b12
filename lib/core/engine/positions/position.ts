import { abs, type Decimal, type Money, notional, type Price, type Qty, sub } from "@/lib/core/decimal";
import type { Side, StopRequest } from "@/lib/core/engine/orders/order";

/** A stop-loss or take-profit on a position; it closes the whole position. */
export type PositionStop = StopRequest & { acceptedAtMs: number; acceptedSeq: number };

/** The direction of a position and of a round trip. */
export const POSITION_SIDES = ["long", "short"] as const;
export type PositionSide = (typeof POSITION_SIDES)[number];

/** Figures of the round trip since flat. Values are Σ quantity × price, in quote currency. */
export type OpenRoundTrip = {
  /** Unique within the portfolio: the sequence of the event that opened it. */
  id: number;
  side: PositionSide;
  openedAtMs: number;
  entryQty: Qty;
  entryValue: Money;
  exitQty: Qty;
  exitValue: Money;
  /** Gross profit of the parts closed so far. */
  realised: Money;
  fees: Money;
  /** Funding paid, negative when received. */
  funding: Money;
  /** The first stop and target of the position. */
  initialStop: Price | null;
  initialTarget: Price | null;
  /**
   * Risk of the entries: Σ |entry price - stop| × quantity, each entry by the stop in force at that time,
   * frozen. An entry without a stop counts by the first later stop that would lose.
   */
  risk: Money;
  /** Quantity of the entries that had no such stop yet. */
  unprotectedQty: Qty;
  unprotectedValue: Money;
  /** The one in force last. */
  leverage: Decimal;
  orderIds: readonly string[];
};

/** A position of a portfolio in one symbol. Never of size zero: a flat symbol has none. */
export type Position = {
  symbol: string;
  /** Base currency; positive long, negative short. */
  qty: Qty;
  /** Cost of the quantity, always positive; realised profit is computed from it. */
  cost: Money;
  /** Average price of the entries; a reduction leaves it unchanged. */
  entryPrice: Price;
  leverage: Decimal;
  /** Margin added to (or, by funding, taken from) an isolated position; quote currency. */
  extraMargin: Money;
  stopLoss: PositionStop | null;
  takeProfit: PositionStop | null;
  /** The newest funding instant that was settled, or 0. */
  fundedMs: number;
  /** When quantity, leverage or margin last changed: an older price does not liquidate it. */
  changedAtMs: number;
  changedSeq: number;
  roundTrip: OpenRoundTrip;
};

/** The fields that margin and liquidation of a position depend on. */
export type PositionTerms = Pick<
  Position,
  "symbol" | "qty" | "cost" | "entryPrice" | "leverage" | "extraMargin"
>;

/** Effect of one fill on a position. `qty` is signed and never crosses zero: a flip is two fills. */
export type PositionChange = {
  symbol: string;
  orderId: string;
  /** Signed change of the position. */
  qtyChange: Qty;
  /**
   * Quantity that the order traded, positive; differs from |held| where the fee is taken in base currency.
   */
  qty: Qty;
  price: Price;
  /** Change of the position's cost: positive when it grows. */
  cost: Money;
  realised: Money;
  fee: Money;
};

/** The side of the position that a fill changes; `trade_side` in SQL. */
export function changedSide({ qtyChange, cost }: Pick<PositionChange, "qtyChange" | "cost">): PositionSide {
  return qtyChange > 0n === cost > 0n ? "long" : "short";
}

export function isLong(position: Pick<Position, "qty">): boolean {
  return position.qty > 0n;
}

/** The direction of a position. */
export function sideOf(position: Pick<Position, "qty">): PositionSide {
  return position.qty > 0n ? "long" : "short";
}

/** The side of an order that makes the position smaller. */
export function closingSide(position: Pick<Position, "qty">): Side {
  return position.qty > 0n ? "sell" : "buy";
}

/** Gross profit of the whole position at `price`, in quote currency. */
export function unrealisedPnl(position: Position, price: Price): Money {
  const value = notional(price, abs(position.qty));
  return position.qty > 0n ? sub(value, position.cost) : sub(position.cost, value);
}
