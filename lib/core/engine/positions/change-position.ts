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
import type { OpenRoundTrip, Position, PositionChange } from "@/lib/core/engine/positions/position";

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
