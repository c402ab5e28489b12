import type { Command } from "@/lib/core/engine/commands";
import { isBookAfter, marketOf, toVenueMs } from "@/lib/core/engine/context";
import { type Draft, emit } from "@/lib/core/engine/draft";
import { isConditional, type Order } from "@/lib/core/engine/order";
import { canHappen } from "@/lib/core/engine/order-status";
import { findRejection } from "@/lib/core/engine/reject";
import type { RejectReason } from "@/lib/core/engine/reject-reason";
import { findOrder } from "@/lib/core/engine/state";
import { arriveAtBook, awaitsBook } from "@/lib/core/engine/submit";
import { findQueueAhead } from "@/lib/core/engine/take-market";

/**
 * Changes price, quantity or trigger of a resting order, under the checks of a new one. A new price or a larger
 * quantity goes to the back of the queue; a price that meets the book waits for the first book after the change.
 */
export function amendOrder(draft: Draft, command: Extract<Command, { type: "amend" }>): RejectReason | null {
  const order = findOrder(draft.state, command.orderId);
  if (order === null || !canHappen(order.status, "amend")) return "order_not_open";
  const price = order.price === null ? null : (command.price ?? order.price);
  const qty = command.qty ?? order.qty;
  const trigger = order.trigger && { ...order.trigger, price: command.triggerPrice ?? order.trigger.price };
  if (qty <= order.filled) return "qty_below_min";
  const market = marketOf(draft.context, order.symbol);
  const venueMs = market ? toVenueMs(market, draft.context.nowMs) : draft.context.nowMs;
  const amended: Order = { ...order, price, qty, trigger, met: { timeMs: venueMs, seq: draft.state.seq } };
  const others = { ...draft.state, orders: draft.state.orders.filter((item) => item !== order) };
  const reason = findRejection(others, amended, draft.context);
  if (reason !== null) return reason;
  const losesPlace = price !== order.price || qty > order.qty;
  const queueAhead = losesPlace ? findQueueAhead(draft.context, order, price) : order.queueAhead;
  const isQueued = !isConditional(amended) && awaitsBook(amended, draft.context);
  emit(draft, {
    type: "order-amended",
    orderId: order.id,
    price,
    qty,
    trigger,
    queueAhead,
    venueMs,
    isQueued,
  });
  if (isQueued && isBookAfter(draft.context, amended)) arriveAtBook(draft, order.id);
  return null;
}
