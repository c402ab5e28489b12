import { type Draft, emit } from "@/lib/core/engine/draft";
import { isConditional } from "@/lib/core/engine/orders/order";
import { findQueueAhead } from "@/lib/core/engine/orders/take-market";
import { type Moment, mayMeetAt } from "@/lib/core/engine/matching/triggers";

/**
 * Puts resting limits whose level no book had shown behind what the book shows there now, after a path: its prints
 * are in that size already.
 */
export function recordShownQueues(draft: Draft, symbol: string, moment: Moment): void {
  if (draft.context.rules.restingFill !== "through") return;
  for (const order of draft.state.orders) {
    const { id: orderId, status, price, queueAhead: before } = order;
    if (order.symbol !== symbol || before !== null || status === "QUEUED" || isConditional(order)) continue;
    if (!mayMeetAt(moment, order)) continue;
    const queueAhead = findQueueAhead(draft.context, order, price);
    if (queueAhead === null) continue;
    emit(draft, { type: "order-queued-behind", orderId, queueAhead, tickMs: moment.timeMs });
  }
}
