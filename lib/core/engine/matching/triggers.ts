/**
 * Conventions of the price path: the one place where they are written down. Ticks and candles go through one walk
 * (`price-walk.ts`), and the journal's replay of an untouched trade (`journal/untouched.ts`) follows them too.
 *
 * - No hindsight: a point or candle never matches what was accepted after it began. What is created on the way
 *   (an exit armed by an entry) takes part from there on.
 * - No repetition: what moved an order's trail or queue, or filled a part of it, never matches that order again,
 *   so that a path that is delivered twice is walked once.
 * - Nothing after its time: an order whose time is over before the point (or the candle's end) expires there.
 * - Between two prints nothing traded. A jump matches every level between the last price and the new print at the
 *   new print: first liquidation, since an exit would fill at that print too and no position is left to fill there;
 *   then in the order of price along the way, what lies farthest behind the new price first. From the close before a
 *   candle to its open is such a jump.
 * - Inside a candle the price is continuous and a level is matched at its own price. A candle doesn't tell which
 *   extreme came first: if a losing and a winning exit of the position held at its open both lie inside, the price
 *   goes to the losing one first; else a green or flat candle goes to its low first and a red one to its high.
 *   (`colour` venues, which follow jesse: always by colour, and continuous from the close before.)
 * - At one price: liquidation, stop-loss, take-profit, then orders as they were accepted; a limit that needs a
 *   trade beyond its price comes after all of them.
 * - A trailing stop follows every print, and in a candle the open and every turn.
 * - A stop fills as a market order at the first price at or beyond its trigger, through the book where there is
 *   one, never better than that price. Without a book it pays for its size: see `quote-path.ts`. If nothing at all
 *   can be had there, it waits for the next price. A limit never fills worse than its own price.
 * - `through`: a resting limit fills when a trade prints beyond its price, or at it once the quantity that stood
 *   ahead has traded, and never more than what traded: of a print its quantity, of a candle its volume, which all
 *   orders of the portfolio share since nobody knows where in the candle it traded. `touch`: whole when its price is
 *   touched. `own-price`: so does everything that rests.
 */
import { abs, max, min, type Price, type Qty, sub, ZERO } from "@/lib/core/decimal";
import type { Draft, Market } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/draft";
import { fillOrder, quoteAt, requireMarket } from "@/lib/core/engine/matching/fill";
import { acceptSystemOrder } from "@/lib/core/engine/orders/close-by-system";
import {
  hasLimit,
  isConditional,
  mayNotRest,
  type Order,
  remainingQty,
  type TriggerBy,
} from "@/lib/core/engine/orders/order";
import {
  calculateQueueAhead,
  cancelRemainder,
  quoteMarket,
  takeMarket,
} from "@/lib/core/engine/orders/take-market";
import { closingSide, type Position, type PositionStop } from "@/lib/core/engine/positions/position";
import { findOrder } from "@/lib/core/engine/state/state";

/** A walk along a path: the event that it began after, the venue's time that is being looked at and its offset. */
export type Moment = { startSeq: number; timeMs: number; offsetMs: number };

/** No hindsight and no repetition: whether something that waits may meet what happens at this moment. */
export function isEligibleAt(
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

/**
 * Triggers an order at `at`: a market kind is filled at once, a limit kind starts to rest or takes from the market.
 * A market kind that would get nothing from a path without a book stays as it is.
 */
export function fireTrigger(draft: Draft, orderId: string, at: Price): void {
  const order = findOrder(draft.state, orderId);
  if (order === null || !isConditional(order)) return;
  const quote = quoteMarket(draft.state, draft.context, { order, qty: remainingQty(order), pathPrice: at });
  if (!hasLimit(order.kind) && quote.source === "path" && quote.qty === 0n) return;
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
  const queueAhead = calculateQueueAhead(draft.context, order, order.price);
  emit(draft, { type: "order-queued-behind", orderId, queueAhead, tickMs });
}

/** Closes the position by its stop-loss or take-profit, as a market order; one that would get nothing waits. */
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

/** Fills a resting order whole, at its own price, as a maker. */
export function fillResting(draft: Draft, order: Order): void {
  const price = order.price ?? order.trigger?.price;
  if (price === undefined) return;
  const checkMargin = draft.context.rules.checksMarginOfResting;
  fillOrder(draft, order.id, { quoting: quoteAt(price, "maker", "path"), checkMargin });
}

/** Whether a limit order would meet a market that trades at `price`. */
export function isMarketable(order: Order, price: Price): boolean {
  if (order.price === null) return false;
  return order.side === "buy" ? price <= order.price : price >= order.price;
}

/**
 * Lets a resting limit match a print, or a candle that goes beyond its price (`at.price` null). `traded` is what
 * traded there and is left for this portfolio, null when unknown. A print beyond the price leaves nobody ahead.
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

/** Lets an active trailing stop follow the price, and starts one whose activation the price has reached. */
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
