import { abs, formatDecimal } from "@/lib/core/decimal";
import type { Context } from "@/lib/core/engine/context";
import { isIncreasing } from "@/lib/core/engine/margin/liquidate";
import { hasLimit, isConditional, type Order, triggersOnFall } from "@/lib/core/engine/orders/order";
import { trailTrigger } from "@/lib/core/engine/orders/trail-trigger";
import { closedInstrument } from "@/lib/core/engine/positions/closed-instrument";
import { closingSide } from "@/lib/core/engine/positions/position";
import { findOrder, findOrderPosition, type PortfolioState } from "@/lib/core/engine/state/state";
import { findOcoPartner } from "@/lib/core/order-groups/oco-pair";
import type { CheckInput } from "@/lib/core/proof/check";
import { CLOCK_TOLERANCE_MS, CURRENT_RULES, MAX_CLOCK_OFFSET_MS } from "@/lib/core/proof/log-rules";

/** An order is accepted unfilled and new, with the fields of its kind and the margin to cover it. */
export function checkAccepted({ state, event }: CheckInput<"order-accepted">): string | null {
  const { order } = event;
  if (findOrder(state, order.id) !== null) return "an order with its id is open";
  if (order.qty <= 0n) return "its quantity is not above zero";
  if (order.filled !== 0n || order.filledValue !== 0n || order.fees !== 0n || order.lastMatchedAt !== null)
    return "it is filled before it is accepted";
  if (hasLimit(order.kind) && order.price === null) return "it has no limit price";
  // A position is taken over at zero where even that price does not cover the loss of the account.
  const least = order.purpose === "liquidation" ? 0n : 1n;
  if ([order.price, order.trigger?.price].some((price) => price != null && price < least))
    return "its price is not above zero";
  const isQueued = order.kind === "market" || order.purpose === "stop" || order.purpose === "target";
  // A limit order that may take from the book waits for the first one after its acceptance; any other rests
  // immediately.
  const statuses = isQueued ? ["QUEUED"] : order.kind === "limit" ? ["QUEUED", "OPEN"] : ["OPEN"];
  if (!statuses.includes(order.status)) return "its status is not that of a new order";
  return order.purpose === "manual" || order.purpose === "close"
    ? checkTradersOrder(state, event)
    : checkSystemOrder(state, event);
}

/** The price reached the trigger; of a mark trigger the event does not show it. */
export function checkTriggered({ state, event, memory }: CheckInput<"order-triggered">): string | null {
  const order = findOrder(state, event.orderId);
  if (order === null || !isConditional(order)) return "no order waits for a trigger under its id";
  if (memory.withdrawn.has(order.id)) return "the other order of its pair was triggered or filled";
  if (event.at <= 0n) return "its price is not above zero";
  const trigger = order.trigger?.price ?? trailTrigger(order);
  if (trigger === null) return "the trailing stop was not active";
  // The event has the last price, which does not show whether a mark trigger was reached.
  if (order.trigger?.by === "mark") return null;
  const isReached = triggersOnFall(order) ? event.at <= trigger : event.at >= trigger;
  return isReached ? null : `the trigger at ${formatDecimal(trigger)} was not reached`;
}

/** A trailing stop moves with the price only, and not before its activation. */
export function checkTrailed({ state, event }: CheckInput<"order-trailed">): string | null {
  const order = findOrder(state, event.orderId);
  if (order === null || order.trail === null) return "no trailing stop is open under its id";
  if (event.extreme <= 0n) return "its price is not above zero";
  const { extreme, activation } = order.trail;
  if (extreme !== null) {
    const isFurther = order.side === "sell" ? event.extreme > extreme : event.extreme < extreme;
    return isFurther ? null : "a trailing stop moves with the price only";
  }
  const isActive =
    activation === null ||
    (order.side === "sell" ? event.extreme >= activation : event.extreme <= activation);
  return isActive ? null : "the activation price was not reached";
}

/** A place in the queue is that of an open limit order. */
export function checkQueued({ state, event }: CheckInput<"order-queued-behind">): string | null {
  const order = findOrder(state, event.orderId);
  if (order === null || !hasLimit(order.kind)) return "no limit order is open under its id";
  return event.queueAhead !== null && event.queueAhead < 0n ? "its queue is below zero" : null;
}

/** An amendment changes values of the fields that the order has, above what was filled. */
export function checkAmended({ state, event }: CheckInput<"order-amended">): string | null {
  const order = findOrder(state, event.orderId);
  if (order === null) return "no order is open under its id";
  if (event.qty <= order.filled) return "its quantity is not above what was filled";
  if ((event.price === null) !== (order.price === null)) return "an amendment gives or takes no limit price";
  if ((event.trigger === null) !== (order.trigger === null)) return "an amendment gives or takes no trigger";
  if ((event.trail === null) !== (order.trail === null)) return "an amendment gives or takes no trail";
  if (event.trail !== null && (event.trail.distance <= 0n || event.trail.extreme !== order.trail?.extreme))
    return "an amendment leaves the price that a trail has seen, and a distance above zero";
  if (event.attached !== undefined && order.reduceOnly) return "what only reduces brings no stop";
  if (event.venueMs < event.atMs - MAX_CLOCK_OFFSET_MS) return "it takes effect before it was made";
  if (event.trigger !== null && event.trigger.by !== order.trigger?.by)
    return "an amendment leaves the trigger's price source";
  const prices = [event.price, event.trigger?.price ?? null];
  return prices.some((price) => price !== null && price <= 0n) ? "its price is not above zero" : null;
}

/** The reason of a cancellation holds in the state before it. */
export function checkCancelled({ state, event }: CheckInput<"order-cancelled">): string | null {
  const order = findOrder(state, event.orderId);
  if (order === null) return "no order is open under its id";
  switch (event.reason) {
    case "liquidation":
      return state.marginMode === "cross" || isReserveIncreasing(state, order)
        ? null
        : "the liquidation of an isolated position cancels what would increase it";
    case "oco":
      return findOcoPartner(order.id) === null ? "the order is in no pair" : null;
    case "position_closed":
    case "reduce_only": {
      if (!order.reduceOnly) return "the order may do more than reduce a position";
      const position = findOrderPosition(state, order);
      return position === null || closingSide(position) !== order.side
        ? null
        : "there was a position to reduce";
    }
    default:
      return null;
  }
}

function isReserveIncreasing(state: PortfolioState, order: Order): boolean {
  const position = findOrderPosition(state, order);
  return position !== null && isIncreasing(position, order);
}

/** The time of the order was over. */
export function checkExpired({ state, event }: CheckInput<"order-expired">): string | null {
  const order = findOrder(state, event.orderId);
  if (order === null) return "no order is open under its id";
  const isOver = order.expiresAtMs !== null && event.atMs + CLOCK_TOLERANCE_MS > order.expiresAtMs;
  return isOver ? null : "its time was not over";
}

/** A market order is rejected as late only after its time. */
export function checkRejected({ state, event }: CheckInput<"order-rejected">): string | null {
  const order = findOrder(state, event.orderId);
  if (order === null) return "no order is open under its id";
  if (event.reason !== "execution_timeout") return null;
  const waitLimitMs = CURRENT_RULES.venue.executionTimeoutMs ?? 0;
  const endMs = Math.min(order.expiresAtMs ?? Number.POSITIVE_INFINITY, order.acceptedAtMs + waitLimitMs);
  return event.atMs + CLOCK_TOLERANCE_MS > endMs ? null : "its time was not over";
}

type Accepted = CheckInput<"order-accepted">["event"];

function checkTradersOrder(state: PortfolioState, event: Accepted): string | null {
  const { order } = event;
  if (state.lock !== null) return "the portfolio was locked";
  const pausedUntilMs = state.challenge?.pausedUntilMs ?? null;
  if (pausedUntilMs !== null && event.atMs < pausedUntilMs - CLOCK_TOLERANCE_MS && !order.reduceOnly)
    return "trading was paused";
  if (order.kind === "market") {
    if (order.trigger !== null || order.trail !== null) return "a market order waits for no price";
    const { executionTimeoutMs } = CURRENT_RULES.venue;
    const isOwn = executionTimeoutMs === null || order.expiresAtMs === event.atMs + executionTimeoutMs;
    if (!isOwn) return "its time is not that of a market order";
  } else if (order.kind !== "limit" && order.trigger === null && order.trail === null) {
    return "it waits for no price";
  }
  if (order.reduceOnly) {
    const position = findOrderPosition(state, order);
    if (position === null || closingSide(position) !== order.side)
      return "there is no position that it could reduce";
    return null;
  }
  return canBeCarried(state, event) ? null : "the free margin did not carry it";
}

/**
 * Margin of a cross account depends on marks of all its positions, which an order's event does not contain.
 */
function canBeCarried(state: PortfolioState, event: Accepted): boolean {
  if (state.marginMode === "cross") return true;
  const order = { ...event.order, acceptedAtMs: event.atMs, acceptedSeq: event.seq };
  return CURRENT_RULES.venue.canCarry(state, order, marginContext(state, event.atMs, order.symbol));
}

function checkSystemOrder(state: PortfolioState, event: Accepted): string | null {
  const { order } = event;
  const position = findOrderPosition(state, order);
  if (position === null) return "there is no position that it could close";
  if (!order.reduceOnly || order.side !== closingSide(position)) return "it does not close the position";
  // The quantity of a liquidation is checked with it: see `checkAwaited`.
  if (order.purpose !== "liquidation" && order.qty !== abs(position.qty))
    return "it does not close the whole position";
  if (order.id !== `${order.purpose}:${position.roundTrip.id}:${event.seq}`)
    return "its id is not that of its position";
  if (order.purpose !== "stop" && order.purpose !== "target") return null;
  const stop = order.purpose === "stop" ? position.stopLoss : position.takeProfit;
  if (stop === null) return `the position had no ${order.purpose}`;
  return order.trigger?.price === stop.price ? null : `the ${order.purpose} stood at another price`;
}

/** The context of the margin formulas of an isolated account besides the state: the fees. */
export function marginContext(state: PortfolioState, nowMs: number, symbol: string): Context {
  const symbols = [
    symbol,
    ...state.orders.map((order) => order.symbol),
    ...state.positions.map((one) => one.symbol),
  ];
  const { venue, fees } = CURRENT_RULES;
  const instruments = new Map(
    symbols.map((name) => [name, { ...closedInstrument(name), takerRate: fees.taker }]),
  );
  return { nowMs, rules: venue, instruments, markets: new Map() };
}
