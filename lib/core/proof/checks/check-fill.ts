import { abs, formatDecimal, neg } from "@/lib/core/decimal";
import {
  hasLimit,
  mayNotRest,
  type Order,
  type StopRequest,
  triggersOnFall,
} from "@/lib/core/engine/orders/order";
import { isLong, type Position } from "@/lib/core/engine/positions/position";
import { findOrder, findOrderPosition } from "@/lib/core/engine/state/state";
import { type CheckInput, runEventChecks } from "@/lib/core/proof/check";
import { checkBookFill } from "@/lib/core/proof/checks/check-book-fill";
import { checkSurvival } from "@/lib/core/proof/checks/check-liquidation";
import { checkOtherFill } from "@/lib/core/proof/checks/check-other-fill";
import { type FillInput, isFromArrival } from "@/lib/core/proof/fill-input";
import { CLOCK_TOLERANCE_MS, rulesOfVersion } from "@/lib/core/proof/log-rules";

const FILL_CHECKS = [
  checkOrderOfFill,
  checkReached,
  checkTiming,
  checkLiquidity,
  checkMoney,
  checkPrice,
  checkSurvival,
];

/**
 * A fill must follow from its order, the position before it, the version of the rules and the market in its
 * evidence.
 */
export function checkFill(input: CheckInput<"order-filled">): string | null {
  const { state, event } = input;
  const rules = rulesOfVersion(event.evidence.rules);
  if (rules === null) return `the rules ${event.evidence.rules} are not known`;
  if (state.kind !== "perpetual") return "these rules are for perpetuals only";
  const order = findOrder(state, event.orderId);
  if (order === null) return "it fills an order that is not open";
  const fill = { ...input, order, position: findOrderPosition(state, order), rules };
  return runEventChecks(FILL_CHECKS, fill);
}

function checkOrderOfFill({ event, order, position, state, memory }: FillInput): string | null {
  if (order.symbol !== event.symbol || order.side !== event.side)
    return "it is of another symbol or side than its order";
  if (order.purpose !== event.purpose) return "its purpose is not that of its order";
  if (event.qty <= 0n) return "its quantity is not above zero";
  if (state.lock !== null) return "the portfolio was locked";
  if (
    order.trigger !== null &&
    order.status === "OPEN" &&
    order.kind !== "market" &&
    order.purpose === "manual"
  )
    return "its order was not triggered";
  if (order.trail !== null && order.status === "OPEN") return "its order was not triggered";
  if (memory.withdrawn.has(order.id)) return "the other order of its pair was triggered or filled";
  if (order.reduceOnly && !isClosing(event, position)) return "its order may only reduce a position";
  return null;
}

/** A stop or target fires at a tick that has reached it. Triggers by the last price of other orders: `checkTriggered`. */
function checkReached({ event, order, position }: FillInput): string | null {
  const trigger = findTrigger(order, position);
  if (trigger === null) return null;
  const { mark, last } = event.evidence;
  const price = trigger.by === "mark" ? mark : last;
  const isReached = trigger.onFall ? price <= trigger.price : price >= trigger.price;
  return isReached ? null : `the trigger at ${formatDecimal(trigger.price)} was not reached`;
}

function findTrigger(order: Order, position: Position | null): (StopRequest & { onFall: boolean }) | null {
  if (position !== null && (order.purpose === "stop" || order.purpose === "target")) {
    const isStop = order.purpose === "stop";
    const stop = isStop ? position.stopLoss : position.takeProfit;
    return stop && { ...stop, onFall: isLong(position) === isStop };
  }
  const isByMark = order.trigger?.by === "mark" && !hasLimit(order.kind) && order.filled === 0n;
  return isByMark && order.trigger ? { ...order.trigger, onFall: triggersOnFall(order) } : null;
}

function checkTiming(fill: FillInput): string | null {
  const { event, order } = fill;
  const { tickMs, venueOffsetMs } = event.evidence;
  if (event.atMs < order.acceptedAtMs - CLOCK_TOLERANCE_MS) return "it is older than its order";
  if (isFromArrival(order, event)) return checkArrival(fill);
  const isOfOneDecision = order.acceptedAtMs === event.atMs;
  const isHindsight = !isOfOneDecision && tickMs < order.acceptedAtMs + venueOffsetMs - CLOCK_TOLERANCE_MS;
  return isHindsight ? "its tick is from before its order was accepted" : null;
}

/** Book and tick are younger than the feed's limit, and the book is later than the acceptance. */
function checkArrival({ event, order, rules }: FillInput): string | null {
  const { tickMs, bookMs, venueOffsetMs } = event.evidence;
  const { staleAfterMs, executionTimeoutMs } = rules.venue;
  const venueMs = event.atMs + venueOffsetMs;
  if (staleAfterMs !== null && venueMs - tickMs > staleAfterMs)
    return "its tick was too old to fill an order";
  if (staleAfterMs !== null && venueMs - bookMs > staleAfterMs)
    return "its book was too old to fill an order";
  const acceptedMs = Math.max(order.acceptedAtMs + venueOffsetMs, order.lastMatchedAt?.timeMs ?? 0);
  if (order.filled === 0n && bookMs <= acceptedMs) return "its book is from before its order was accepted";
  const isOver =
    executionTimeoutMs !== null && order.filled === 0n && venueMs - acceptedMs > executionTimeoutMs;
  return isOver ? "its order's time was over" : null;
}

function checkLiquidity({ event, order, rules }: FillInput): string | null {
  const { liquidity, evidence, feeRate } = event;
  if (liquidity !== "maker" && liquidity !== "taker") return "it is neither maker nor taker";
  if (liquidity === "maker") {
    if (!hasLimit(order.kind)) return `a ${order.kind} order is never a maker`;
    if (mayNotRest(order)) return "an order that may not rest is never a maker";
    if (evidence.source !== "path") return "a maker is filled by the price path only";
  } else if (evidence.source === "book" && order.timeInForce === "post-only" && order.kind === "limit") {
    return "a post-only order takes nothing from the book";
  }
  const rate = rules.fees[liquidity];
  return feeRate === rate
    ? null
    : `its fee rate is ${formatDecimal(feeRate)} and the ${liquidity}'s is ${formatDecimal(rate)}`;
}

function checkMoney({ event, position, rules }: FillInput): string | null {
  const isReducing = isClosing(event, position);
  if (isReducing && position !== null && abs(event.qtyChange) > abs(position.qty))
    return "it closes more than the position";
  const { qty, price, feeRate, side } = event;
  const effect = rules.venue.tradeEffect({ side, qty, price, feeRate, position, isClosing: isReducing });
  const qtyChange = side === "buy" ? effect.qtyChange : neg(effect.qtyChange);
  if (qtyChange !== event.qtyChange) return "its quantity does not follow from its order";
  for (const part of ["cost", "realised", "fee", "cash"] as const) {
    if (effect[part] !== event[part])
      return `its ${part} is ${formatDecimal(event[part])} and should be ${formatDecimal(effect[part])}`;
  }
  return null;
}

function checkPrice(fill: FillInput): string | null {
  if (fill.event.price <= 0n && fill.event.evidence.source !== "liquidation")
    return "its price is not above zero";
  return fill.event.evidence.source === "book" ? checkBookFill(fill) : checkOtherFill(fill);
}

function isClosing(event: { side: "buy" | "sell" }, position: Position | null): boolean {
  return position !== null && position.qty > 0n !== (event.side === "buy");
}
