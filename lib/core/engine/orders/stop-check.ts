import { abs, add, notional, type Price, priceOf, type Qty, sub, ZERO } from "@/lib/core/decimal";
import type { Context, Market } from "@/lib/core/engine/context";
import { isConditional, type Order, remainingQty, workingPrice } from "@/lib/core/engine/orders/order";
import { isLong, type Position, type PositionTerms, sideOf } from "@/lib/core/engine/positions/position";
import { isHedged, tradedSide } from "@/lib/core/engine/state/hedge";
import {
  findOrderPosition,
  findPosition,
  leverageOf,
  type PortfolioState,
} from "@/lib/core/engine/state/state";

type Candidate = { state: PortfolioState; order: Order; context: Context; market: Market | null };

/**
 * Whether a stop at `stop` could only trigger after the position's liquidation: at the liquidation price or
 * beyond.
 */
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
 * Whether a stop that protects a position (its own or a reduce-only stop order) is beyond its liquidation
 * price on the terms of `after`. One that is beyond it on the terms of `before` already is left out.
 */
export function isProtectionLost(
  at: { state: PortfolioState; context: Context },
  after: PositionTerms,
  before?: PositionTerms,
): boolean {
  const isBeyond = (terms: PositionTerms, stop: Price) => isBeyondLiquidation(at, terms, stop);
  return listProtection(at.state, after).some(
    (stop) => isBeyond(after, stop) && !(before !== undefined && isBeyond(before, stop)),
  );
}

/** The prices of the stops that would close a position of this side with a loss. */
function listProtection(state: PortfolioState, position: PositionTerms): Price[] {
  const side = isHedged(state, position.symbol) ? sideOf(position) : undefined;
  const current = findPosition(state, position.symbol, side);
  const own = current?.stopLoss ? [current.stopLoss.price] : [];
  const ordered = state.orders.flatMap((order) =>
    order.symbol === position.symbol && isProtection(order, position) ? [order.trigger.price] : [],
  );
  return [...own, ...ordered];
}

function isProtection(
  order: Order,
  position: Pick<Position, "qty">,
): order is Order & { trigger: NonNullable<Order["trigger"]> } {
  const isStop = order.kind === "stop-market" || order.kind === "stop-limit";
  return (
    isStop &&
    order.reduceOnly &&
    isConditional(order) &&
    order.trigger !== null &&
    !isSameSide(position, order)
  );
}

/**
 * Whether an order would leave a stop beyond the liquidation price: its own attached stop, a reduce-only stop
 * that protects the position or, by the quantity it adds, a stop that protects the position already.
 */
export function isStopBeyondLiquidation(candidate: Candidate): boolean {
  const { state, order } = candidate;
  const current = findOrderPosition(state, order);
  if (order.reduceOnly) {
    return (
      current !== null &&
      isProtection(order, current) &&
      isBeyondLiquidation(candidate, current, order.trigger.price)
    );
  }
  const attached = order.attached?.stopLoss?.price ?? null;
  const adds = current !== null && isSameSide(current, order);
  if (attached === null && !adds) return false;
  const after = projectPosition(candidate, current);
  if (after === null) return false;
  if (attached !== null && isBeyondLiquidation(candidate, after, attached)) return true;
  return adds && isProtectionLost(candidate, after, current);
}

/** The position after the order has filled at its own price; null when flat or without a price. */
export function projectPosition(
  { state, order, market }: Candidate,
  current: Position | null,
): PositionTerms | null {
  const price = workingPrice(order) ?? market?.last ?? null;
  if (price === null) return null;
  const qty = remainingQty(order);
  if (current !== null && isSameSide(current, order)) {
    const size = add(abs(current.qty), qty);
    const cost = add(current.cost, notional(price, qty));
    return { ...current, qty: signed(order, size), cost, entryPrice: priceOf(cost, size) };
  }
  const opened = current === null ? qty : sub(qty, abs(current.qty));
  if (opened <= 0n) return null;
  return {
    symbol: order.symbol,
    qty: signed(order, opened),
    cost: notional(price, opened),
    entryPrice: price,
    leverage: current?.leverage ?? leverageOf(state, order.symbol, tradedSide(order)),
    extraMargin: ZERO,
  };
}

function isSameSide(position: Pick<Position, "qty">, order: Pick<Order, "side">): boolean {
  return isLong(position) === (order.side === "buy");
}

function signed(order: Order, qty: Qty): Qty {
  return (order.side === "buy" ? qty : -qty) as Qty;
}
