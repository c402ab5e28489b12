import {
  abs,
  add,
  type Decimal,
  type Money,
  mulDiv,
  notional,
  type Price,
  priceOf,
  type Qty,
  sub,
  ZERO,
} from "@/lib/core/decimal";
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

/**
 * The position after a fill, or null when it is flat. `when` is the time of the change; `stop` is that of an
 * entry.
 */
export function applyPositionChange(
  position: Position | null,
  change: PositionChange,
  when: { atMs: number; seq: number; leverage: Decimal; stop?: Price | null },
): Position | null {
  const base = position ?? openPosition(change, when);
  const qty = add(base.qty, change.qtyChange);
  if (qty === 0n) return null;
  const cost = add(base.cost, change.cost);
  const grows = change.cost >= 0n;
  return {
    ...base,
    qty,
    cost,
    entryPrice: grows ? priceOf(cost, abs(qty)) : base.entryPrice,
    extraMargin: grows ? base.extraMargin : keepShare(base.extraMargin, { kept: qty, of: base.qty }),
    changedAtMs: when.atMs,
    changedSeq: when.seq,
    roundTrip: extendRoundTrip(base.roundTrip, change, when.stop ?? null),
  };
}

/** A partial close releases its share of the added margin. */
function keepShare(extraMargin: Money, { kept, of }: { kept: Qty; of: Qty }): Money {
  return extraMargin === 0n ? extraMargin : mulDiv(extraMargin, { numerator: kept, denominator: of });
}

/** The trade's record after one more fill; `stop` is the one in force at the fill. */
export function extendRoundTrip(
  roundTrip: OpenRoundTrip,
  change: PositionChange,
  stop: Price | null = null,
): OpenRoundTrip {
  const isEntry = change.qtyChange > 0n === (roundTrip.side === "long");
  const value = notional(change.price, change.qty);
  const risk = isEntry ? riskOf(roundTrip.side, { qty: change.qty, value }, stop) : ZERO;
  const isUnprotected = isEntry && risk === null;
  // Field by field, in the order of the type: a spread costs a tenth of a whole decision here (measured).
  return {
    id: roundTrip.id,
    side: roundTrip.side,
    openedAtMs: roundTrip.openedAtMs,
    entryQty: isEntry ? add(roundTrip.entryQty, change.qty) : roundTrip.entryQty,
    entryValue: isEntry ? add(roundTrip.entryValue, value) : roundTrip.entryValue,
    exitQty: isEntry ? roundTrip.exitQty : add(roundTrip.exitQty, change.qty),
    exitValue: isEntry ? roundTrip.exitValue : add(roundTrip.exitValue, value),
    realised: add(roundTrip.realised, change.realised),
    fees: add(roundTrip.fees, change.fee),
    funding: roundTrip.funding,
    initialStop: roundTrip.initialStop ?? (isEntry ? stop : null),
    initialTarget: roundTrip.initialTarget,
    risk: risk === null ? roundTrip.risk : add(roundTrip.risk, risk),
    unprotectedQty: isUnprotected ? add(roundTrip.unprotectedQty, change.qty) : roundTrip.unprotectedQty,
    unprotectedValue: isUnprotected ? add(roundTrip.unprotectedValue, value) : roundTrip.unprotectedValue,
    leverage: roundTrip.leverage,
    orderIds: roundTrip.orderIds.includes(change.orderId)
      ? roundTrip.orderIds
      : [...roundTrip.orderIds, change.orderId],
  };
}

/**
 * The trade's record after stop and target were set: entries without a stop get this one, if it would lose.
 */
export function protectRoundTrip(
  roundTrip: OpenRoundTrip,
  stop: Price | null,
  target: Price | null,
): OpenRoundTrip {
  const initialStop = roundTrip.initialStop ?? stop;
  const initialTarget = roundTrip.initialTarget ?? target;
  const { unprotectedQty: qty, unprotectedValue: value } = roundTrip;
  const risk = qty === 0n ? null : riskOf(roundTrip.side, { qty, value }, stop);
  if (risk === null) return { ...roundTrip, initialStop, initialTarget };
  return {
    ...roundTrip,
    initialStop,
    initialTarget,
    risk: add(roundTrip.risk, risk),
    unprotectedQty: ZERO,
    unprotectedValue: ZERO,
  };
}

/** Loss of entries at a stop, quote currency; null without a stop and for one that would not lose. */
function riskOf(
  side: OpenRoundTrip["side"],
  entry: { qty: Qty; value: Money },
  stop: Price | null,
): Money | null {
  if (stop === null) return null;
  const atStop = notional(stop, entry.qty);
  const risk = side === "long" ? sub(entry.value, atStop) : sub(atStop, entry.value);
  return risk > 0n ? risk : null;
}

function openPosition(
  change: PositionChange,
  when: { atMs: number; seq: number; leverage: Decimal },
): Position {
  return {
    symbol: change.symbol,
    qty: ZERO,
    cost: ZERO,
    entryPrice: change.price,
    leverage: when.leverage,
    extraMargin: ZERO,
    stopLoss: null,
    takeProfit: null,
    fundedMs: 0,
    changedAtMs: when.atMs,
    changedSeq: when.seq,
    roundTrip: {
      id: when.seq,
      side: change.qtyChange > 0n ? "long" : "short",
      openedAtMs: when.atMs,
      entryQty: ZERO,
      entryValue: ZERO,
      exitQty: ZERO,
      exitValue: ZERO,
      realised: ZERO,
      fees: ZERO,
      funding: ZERO,
      initialStop: null,
      initialTarget: null,
      risk: ZERO,
      unprotectedQty: ZERO,
      unprotectedValue: ZERO,
      leverage: when.leverage,
      orderIds: [],
    },
  };
}
