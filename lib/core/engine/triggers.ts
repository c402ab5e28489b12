/**
 * Conventions of everything that waits for a price. They hold for a beat of ticks and for a candle alike.
 *
 * - No hindsight: a point or candle never matches what was accepted after it began. What is created on the way
 *   (an exit armed by an entry) takes part from there on.
 * - No repetition: what moved an order's trail or queue, or filled a part of it, never meets that order again,
 *   so that a path that is handed over twice is walked once.
 * - Inside a candle the path is open→low→high→close when green or flat, open→high→low→close when red, and
 *   continuous: a level is met at its own price. Between two ticks nothing traded: a level that is jumped over
 *   is met at the tick behind it.
 * - A stop fills as a market order at the first price at or beyond its trigger, through the book where there is
 *   one, never better than that price. A limit never fills worse than its own price.
 * - At one point, in this order: liquidation (by mark), stop-loss, take-profit, then orders as they were
 *   accepted. So a tick that jumps over stop, target and liquidation makes exactly one exit.
 * - `through`: a resting limit fills when a trade prints beyond its price, or at it once the quantity that stood
 *   ahead has traded. `touch`: when its price is touched. `own-price`: so does everything that rests.
 */
import { max, min, type Price, type Qty, sub, ZERO } from "@/lib/core/decimal";
import { acceptSystemOrder } from "@/lib/core/engine/close-by-system";
import type { Market } from "@/lib/core/engine/context";
import { type Draft, emit } from "@/lib/core/engine/draft";
import { fillOrder, quoteAt, requireMarket } from "@/lib/core/engine/fill";
import {
  hasLimit,
  isConditional,
  mayNotRest,
  type Order,
  remainingQty,
  type TriggerBy,
} from "@/lib/core/engine/order";
import type { Position, PositionStop } from "@/lib/core/engine/position";
import { findOrder } from "@/lib/core/engine/state";
import { cancelRemainder, findQueueAhead, quoteMarket, takeMarket } from "@/lib/core/engine/take-market";

/** A walk along a path: the event that it began after, the venue's time that is being looked at and its offset. */
export type Moment = { startSeq: number; timeMs: number; offsetMs: number };

/** No hindsight and no repetition: whether something that waits may meet what happens at this moment. */
export function mayMeetAt(
  moment: Moment,
  item: { acceptedAtMs: number; acceptedSeq: number; met?: Order["met"] },
): boolean {
  const isKnown = item.acceptedAtMs + moment.offsetMs <= moment.timeMs || item.acceptedSeq > moment.startSeq;
  if (!isKnown || !item.met) return isKnown;
  return item.met.timeMs < moment.timeMs || item.met.seq > moment.startSeq;
}

/** The price that a trigger looks at. */
export function referencePrice(market: Market, by: TriggerBy): Price {
  return by === "mark" ? market.mark : market.last;
}

/** Sets an order off at `at`: a market kind is filled at once, a limit kind starts to rest or meets the market. */
export function fireTrigger(draft: Draft, orderId: string, at: Price): void {
  const order = findOrder(draft.state, orderId);
  if (order === null || !isConditional(order)) return;
  emit(draft, { type: "order-triggered", orderId, at });
  if (!hasLimit(order.kind)) {
    takeMarket(draft, orderId, at);
    cancelRemainder(draft, orderId);
    return;
  }
  const armed = findOrder(draft.state, orderId);
  if (armed === null) return;
  const others = { ...draft.state, orders: draft.state.orders.filter((item) => item.id !== orderId) };
  if (!draft.context.rules.canCarry(others, armed, draft.context)) {
    emit(draft, { type: "order-cancelled", orderId, reason: "no_margin" });
    return;
  }
  if (isMarketable(armed, at) && !isFokShort(draft, armed, at)) takeMarket(draft, orderId, at);
  if (mayNotRest(armed)) cancelRemainder(draft, orderId);
  else joinQueue(draft, orderId);
}

/** Whether a fill-or-kill order would not be filled whole now. */
function isFokShort(draft: Draft, order: Order, at: Price): boolean {
  if (order.timeInForce !== "FOK") return false;
  const qty = remainingQty(order);
  return quoteMarket(draft.state, draft.context, { order, qty, pathPrice: at }).qty < qty;
}

/** Lets a limit order rest from here on, behind what the book shows at its price. */
export function joinQueue(draft: Draft, orderId: string): void {
  const order = findOrder(draft.state, orderId);
  if (order === null) return;
  const { tickMs } = requireMarket(draft.context, order.symbol);
  const queueAhead = findQueueAhead(draft.context, order, order.price);
  emit(draft, { type: "order-queued-behind", orderId, queueAhead, tickMs });
}

/** Closes the position by its stop-loss or take-profit, as a market order. */
export function firePositionStop(
  draft: Draft,
  position: Position,
  input: { stop: PositionStop; purpose: "stop" | "target"; at: Price },
): void {
  const kind = input.purpose === "stop" ? "stop-market" : "take-profit-market";
  const orderId = acceptSystemOrder(draft, position, {
    purpose: input.purpose,
    kind,
    price: input.stop.price,
  });
  takeMarket(draft, orderId, input.at);
  cancelRemainder(draft, orderId);
}

/** Fills a resting order whole, at its own price, as a maker. */
export function fillResting(draft: Draft, order: Order): void {
  const price = order.price ?? order.trigger?.price;
  if (price === undefined) return;
  fillOrder(draft, order.id, { quoting: quoteAt(price, "maker", "path"), checkMargin: false });
}

/** Whether a limit order would meet a market that trades at `price`. */
export function isMarketable(order: Order, price: Price): boolean {
  if (order.price === null) return false;
  return order.side === "buy" ? price <= order.price : price >= order.price;
}

/** Lets one print meet a resting limit. `traded` is the print's quantity, null when unknown. */
export function meetPrint(draft: Draft, order: Order, print: { price: Price; traded: Qty | null }): void {
  if (order.price === null || !isMarketable(order, print.price)) return;
  const touched = draft.context.rules.restingFill !== "through";
  if (touched || print.price !== order.price) {
    fillResting(draft, order);
    return;
  }
  if (print.traded === null) return;
  const ahead = sub(order.queueAhead, print.traded);
  if (ahead >= 0n) {
    const { tickMs } = requireMarket(draft.context, order.symbol);
    emit(draft, { type: "order-queued-behind", orderId: order.id, queueAhead: ahead, tickMs });
    return;
  }
  let budget = sub(ZERO as Qty, ahead);
  const { price } = order;
  fillOrder(draft, order.id, {
    quoting: (_order, qty) => {
      const given = min(qty, budget);
      budget = sub(budget, given);
      return { qty: given, price, levels: [], liquidity: "maker", source: "path" };
    },
    checkMargin: false,
  });
}

/** Moves a trailing stop with the price; answers whether the price has come back to its trigger. */
export function followTrail(draft: Draft, order: Order, price: Price): boolean {
  const trail = order.trail;
  if (trail === null) return false;
  const sells = order.side === "sell";
  const { tickMs } = requireMarket(draft.context, order.symbol);
  if (trail.extreme === null) {
    const { activation } = trail;
    const reached = activation === null || (sells ? price >= activation : price <= activation);
    if (reached) emit(draft, { type: "order-trailed", orderId: order.id, extreme: price, tickMs });
    return false;
  }
  const extreme = sells ? max(trail.extreme, price) : min(trail.extreme, price);
  if (extreme !== trail.extreme) {
    emit(draft, { type: "order-trailed", orderId: order.id, extreme, tickMs });
    return false;
  }
  return sells ? price <= sub(extreme, trail.distance) : sub(price, trail.distance) >= extreme;
}
