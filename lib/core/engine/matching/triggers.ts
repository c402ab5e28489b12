/**
 * Conventions of the price path. Ticks and candles share one walk (`price-walk.ts`), and the journal's replay
 * of an untouched trade (`journal/untouched.ts`) follows the same conventions.
 *
 * - No hindsight: a point or candle never matches what was accepted after it began. What is created on the
 *   way (such as an exit attached to an entry) takes part from there on.
 * - No repetition: what moved an order's trail or queue, or filled a part of it, never matches that order
 *   again, so that a path that is delivered twice is walked once.
 * - No match after expiry: an order that expires before the point (or the candle's end) expires there.
 * - Nothing trades between two prints. A jump matches every level between the last price and the new print at
 *   the new print: liquidation first, since an exit would fill at that print too and leave no position to
 *   liquidate; then in order of price along the way, the level farthest behind the new price first. From the
 *   previous close to a candle's open is such a jump.
 * - Inside a candle the price is continuous and a level is matched at its own price. A candle doesn't show
 *   which extreme came first: if a losing and a winning exit of the position open at its start both lie
 *   inside, the price goes to the losing one first; else a green or flat candle goes to its low first and a
 *   red one to its high. (`colour` venues, which follow jesse: always by colour, and continuous from the
 *   previous close.)
 * - At one price: liquidation, stop-loss, take-profit, then orders in order of acceptance; a limit that needs
 *   a trade beyond its price comes after all of them.
 * - A trailing stop follows every print, and in a candle the open and every turn.
 * - A stop fills as a market order at the first price at or beyond its trigger, through the book where there
 *   is one, never better than that price. Without a book its price depends on its size: see `quote-path.ts`.
 *   If nothing can be filled there, it waits for the next price. A limit never fills worse than its own
 *   price.
 * - `through`: a resting limit fills when a trade prints beyond its price, or at it once the quantity ahead
 *   of it has traded, and never more than what traded: of a print its quantity, of a candle its volume,
 *   shared by all orders of the portfolio, since it is unknown where in the candle it traded. `touch`: whole
 *   when its price is touched. `own-price`: like `touch`, for every resting order.
 */
import { abs, max, min, type Price, type Qty, sub, ZERO } from "@/lib/core/decimal";
import type { Draft, Market } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import { fillOrder, quoteAt, requireMarket } from "@/lib/core/engine/matching/fill";
import { cancelPartner } from "@/lib/core/engine/orders/cancel-partner";
import { acceptSystemOrder } from "@/lib/core/engine/orders/close-by-system";
import {
  hasLimit,
  isConditional,
  mayNotRest,
  type Order,
  remainingQty,
  type TriggerBy,
} from "@/lib/core/engine/orders/order";
import { isLimited, withdrawLimited } from "@/lib/core/engine/orders/own-limit";
import {
  calculateQueueAhead,
  cancelRemainder,
  quoteMarket,
  takeMarket,
} from "@/lib/core/engine/orders/take-market";
import { closingSide, type Position, type PositionStop } from "@/lib/core/engine/positions/position";
import { findOrder } from "@/lib/core/engine/state/state";

/**
 * A walk along a path: the event after which it began, the venue time of the current point and the clock
 * offset.
 */
export type Moment = { startSeq: number; timeMs: number; offsetMs: number };

/** No hindsight and no repetition: whether a waiting order may match at this moment. */
export function isEligibleAt(
  moment: Moment,
  item: { acceptedAtMs: number; acceptedSeq: number; lastMatchedAt?: Order["lastMatchedAt"] },
): boolean {
  const isKnown = item.acceptedAtMs + moment.offsetMs <= moment.timeMs || item.acceptedSeq > moment.startSeq;
  if (!isKnown || !item.lastMatchedAt) return isKnown;
  return item.lastMatchedAt.timeMs < moment.timeMs || item.lastMatchedAt.seq > moment.startSeq;
}

/** The price that a trigger is compared with. */
export function referencePrice(market: Market, by: TriggerBy): Price {
  return by === "mark" ? market.mark : market.last;
}

/**
 * Triggers an order at `at`: a market kind is filled immediately, a limit kind starts to rest or takes from
 * the market. A market kind that would get nothing from a path without a book stays unchanged.
 */
export function fireTrigger(draft: Draft, orderId: string, at: Price): void {
  const order = findOrder(draft.state, orderId);
  if (order === null || !isConditional(order)) return;
  const quote = quoteMarket(draft.state, draft.context, { order, qty: remainingQty(order), pathPrice: at });
  if (!hasLimit(order.kind) && quote.source === "path" && quote.qty === 0n) return;
  if (isLimited(draft.state, order, draft.context.nowMs)) {
    withdrawLimited(draft, order);
    return;
  }
  emit(draft, { type: "order-triggered", orderId, at });
  cancelPartner(draft, orderId);
  if (!hasLimit(order.kind)) {
    takeMarket(draft, orderId, at);
    cancelRemainder(draft, orderId);
    return;
  }
  const triggered = findOrder(draft.state, orderId);
  if (triggered === null) return;
  const others = { ...draft.state, orders: draft.state.orders.filter((item) => item.id !== orderId) };
  if (!draft.context.rules.canCarry(others, triggered, draft.context)) {
    emit(draft, { type: "order-cancelled", orderId, reason: "no_margin" });
    return;
  }
  if (isMarketable(triggered, at) && !isFokShort(draft, triggered, at)) takeMarket(draft, orderId, at);
  if (mayNotRest(triggered)) cancelRemainder(draft, orderId);
  else joinQueue(draft, orderId);
}

/** Whether a fill-or-kill order would not be filled whole now. */
function isFokShort(draft: Draft, order: Order, at: Price): boolean {
  if (order.timeInForce !== "FOK") return false;
  const qty = remainingQty(order);
  return quoteMarket(draft.state, draft.context, { order, qty, pathPrice: at }).qty < qty;
}

/** Makes a limit order rest, behind the quantity that the book shows at its price. */
export function joinQueue(draft: Draft, orderId: string): void {
  const order = findOrder(draft.state, orderId);
  if (order === null) return;
  const { tickMs } = requireMarket(draft.context, order.symbol);
  const queueAhead = calculateQueueAhead(draft.context, order, order.price);
  emit(draft, { type: "order-queued-behind", orderId, queueAhead, tickMs });
}

/**
 * Closes the position by its stop-loss or take-profit, as a market order; one that would get nothing waits.
 */
export function firePositionStop(
  draft: Draft,
  position: Position,
  input: { stop: PositionStop; purpose: "stop" | "target"; at: Price },
): void {
  const { purpose, stop, at } = input;
  const kind = purpose === "stop" ? "stop-market" : "take-profit-market";
  const order = {
    symbol: position.symbol,
    side: closingSide(position),
    kind,
    price: null,
    reduceOnly: true,
  } as const;
  const qty = abs(position.qty);
  if (quoteMarket(draft.state, draft.context, { order, qty, pathPrice: at }).qty === 0n) return;
  const orderId = acceptSystemOrder(draft, position, { purpose, kind, price: stop.price });
  takeMarket(draft, orderId, at);
  cancelRemainder(draft, orderId);
}

/** Fills a resting order whole, at its own price: a limit as a maker, a stop as a taker. */
export function fillResting(draft: Draft, order: Order): void {
  const price = order.price ?? order.trigger?.price;
  if (price === undefined) return;
  const checkMargin = draft.context.rules.checksMarginOfResting;
  const liquidity = hasLimit(order.kind) ? "maker" : "taker";
  fillOrder(draft, order.id, { quoting: quoteAt(price, liquidity, "path"), checkMargin });
}

/** Whether a limit order would match in a market that trades at `price`. */
export function isMarketable(order: Order, price: Price): boolean {
  if (order.price === null) return false;
  return order.side === "buy" ? price <= order.price : price >= order.price;
}

/**
 * Matches a resting limit with a print, or with a candle that goes beyond its price (`at.price` null).
 * `traded` is the part of what traded there that is left for this portfolio, null when unknown. A print
 * beyond the price means that no quantity is ahead.
 */
export function matchResting(
  draft: Draft,
  order: Order,
  at: { price: Price | null; traded: Qty | null },
): void {
  const { price } = order;
  if (price === null) return;
  const { traded } = at;
  const ahead = at.price === price ? order.queueAhead : ZERO;
  if (draft.context.rules.restingFill !== "through" || (traded === null && at.price !== price)) {
    fillResting(draft, order);
    return;
  }
  if (traded === null || ahead === null) return;
  if (traded <= ahead) {
    const { tickMs } = requireMarket(draft.context, order.symbol);
    emit(draft, { type: "order-queued-behind", orderId: order.id, queueAhead: sub(ahead, traded), tickMs });
    return;
  }
  let budget = sub(traded, ahead);
  fillOrder(draft, order.id, {
    quoting: (_order, qty) => {
      const given = min(qty, budget);
      budget = sub(budget, given);
      return { qty: given, price, levels: [], liquidity: "maker", source: "path" };
    },
    checkMargin: draft.context.rules.checksMarginOfResting,
  });
}

/**
 * Moves an active trailing stop with the price, and activates one whose activation price has been reached.
 */
export function followTrail(draft: Draft, order: Order, price: Price): void {
  const { trail } = order;
  if (trail === null) return;
  const sells = order.side === "sell";
  const { activation } = trail;
  const from = trail.extreme ?? price;
  const extreme = sells ? max(from, price) : min(from, price);
  if (extreme === trail.extreme) return;
  const isActive = trail.extreme !== null || activation === null;
  if (!isActive && (sells ? price < activation : price > activation)) return;
  const { tickMs } = requireMarket(draft.context, order.symbol);
  emit(draft, { type: "order-trailed", orderId: order.id, extreme, tickMs });
}
