import { abs, add, notional, type Price, priceOf, type Qty, sub, ZERO } from "@/lib/core/decimal";
import type { Context, Market } from "@/lib/core/engine/context";
import { type Order, remainingQty, workingPrice } from "@/lib/core/engine/order";
import { isLong, type Position, type PositionTerms } from "@/lib/core/engine/position";
import { findPosition, leverageOf, type PortfolioState } from "@/lib/core/engine/state";

type Candidate = { state: PortfolioState; order: Order; context: Context; market: Market | null };

/** Whether a stop at `stop` could only be met after the position has been liquidated: at its price or beyond. */
export function isBeyondLiquidation(
  at: { state: PortfolioState; context: Context },
  position: PositionTerms,
  stop: Price,
): boolean {
  const instrument = at.context.instruments.get(position.symbol);
  const price = instrument && at.context.rules.liquidationPrice(at.state, position, instrument);
  if (!price) return false;
  return isLong(position) ? stop <= price : stop >= price;
}

/**
 * Whether an order would leave a stop beyond the liquidation price: its own attached stop, a reduce-only stop that
 * protects the position, or, by what it adds, the stop that the position has.
 */
export function isStopBeyondLiquidation(candidate: Candidate): boolean {
  const { state, order } = candidate;
  const held = findPosition(state, order.symbol);
  if (order.reduceOnly) return held !== null && isProtectionBeyond(candidate, held);
  const attached = order.attached?.stopLoss?.price ?? null;
  const heldStop = held !== null && isSameSide(held, order) ? (held.stopLoss?.price ?? null) : null;
  if (attached === null && heldStop === null) return false;
  const after = projectPosition(candidate, held);
  if (after === null) return false;
  if (attached !== null && isBeyondLiquidation(candidate, after, attached)) return true;
  if (held === null || heldStop === null) return false;
  return isBeyondLiquidation(candidate, after, heldStop) && !isBeyondLiquidation(candidate, held, heldStop);
}

function isProtectionBeyond(candidate: Candidate, held: Position): boolean {
  const { order } = candidate;
  const isStop = order.kind === "stop-market" || order.kind === "stop-limit";
  if (!isStop || order.trigger === null || isSameSide(held, order)) return false;
  return isBeyondLiquidation(candidate, held, order.trigger.price);
}

/** The position as the order would leave it when it fills at its own price; null when flat or without a price. */
function projectPosition({ state, order, market }: Candidate, held: Position | null): PositionTerms | null {
  const price = workingPrice(order) ?? market?.last ?? null;
  if (price === null) return null;
  const qty = remainingQty(order);
  if (held !== null && isSameSide(held, order)) {
    const size = add(abs(held.qty), qty);
    const cost = add(held.cost, notional(price, qty));
    return { ...held, qty: signed(order, size), cost, entryPrice: priceOf(cost, size) };
  }
  const opened = held === null ? qty : sub(qty, abs(held.qty));
  if (opened <= 0n) return null;
  return {
    symbol: order.symbol,
    qty: signed(order, opened),
    cost: notional(price, opened),
    entryPrice: price,
    leverage: held?.leverage ?? leverageOf(state, order.symbol),
    extraMargin: ZERO,
  };
}

function isSameSide(position: Position, order: Order): boolean {
  return isLong(position) === (order.side === "buy");
}

function signed(order: Order, qty: Qty): Qty {
  return (order.side === "buy" ? qty : -qty) as Qty;
}
