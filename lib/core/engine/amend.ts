import type { Command } from "@/lib/core/engine/commands";
import { type Draft, emit } from "@/lib/core/engine/draft";
import { isConditional, type Order } from "@/lib/core/engine/order";
import { canHappen } from "@/lib/core/engine/order-status";
import { findRejection } from "@/lib/core/engine/reject";
import type { RejectReason } from "@/lib/core/engine/reject-reason";
import { findOrder } from "@/lib/core/engine/state";
import { matchOnArrival } from "@/lib/core/engine/submit";
import { findQueueAhead } from "@/lib/core/engine/take-market";

/**
 * Changes price, quantity or trigger of a resting order, under the checks of a new one. A new price or a larger
 * quantity goes to the back of the queue; a price that meets the book takes from it.
 */
export function amendOrder(draft: Draft, command: Extract<Command, { type: "amend" }>): RejectReason | null {
  const order = findOrder(draft.state, command.orderId);
  if (order === null || !canHappen(order.status, "amend")) return "order_not_open";
  const price = order.price === null ? null : (command.price ?? order.price);
  const qty = command.qty ?? order.qty;
  const trigger = order.trigger && { ...order.trigger, price: command.triggerPrice ?? order.trigger.price };
  if (qty <= order.filled) return "qty_below_min";
  const amended: Order = { ...order, price, qty, trigger };
  const others = { ...draft.state, orders: draft.state.orders.filter((item) => item !== order) };
  const reason = findRejection(others, amended, draft.context);
  if (reason !== null) return reason;
  const losesPlace = price !== order.price || qty > order.qty;
  const queueAhead = losesPlace ? findQueueAhead(draft.context, order, price) : order.queueAhead;
  emit(draft, { type: "order-amended", orderId: order.id, price, qty, trigger, queueAhead });
  if (!isConditional(amended)) matchOnArrival(draft, order.id);
  return null;
}
