import type { Draft } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import { isEligibleAt, type Moment } from "@/lib/core/engine/matching/triggers";
import { isConditional } from "@/lib/core/engine/orders/order";
import { calculateQueueAhead } from "@/lib/core/engine/orders/take-market";

/**
 * After a path, sets the queue of resting limits whose level no book had shown to the size that the book
 * shows there now, which already includes the path's prints.
 */
export function recordShownQueues(draft: Draft, symbol: string, moment: Moment): void {
  if (draft.context.rules.restingFill !== "through") return;
  for (const order of draft.state.orders) {
    const { id: orderId, status, price, queueAhead: before } = order;
    if (order.symbol !== symbol || before !== null || status === "QUEUED" || isConditional(order)) continue;
    if (!isEligibleAt(moment, order)) continue;
    const queueAhead = calculateQueueAhead(draft.context, order, price);
    if (queueAhead === null) continue;
    emit(draft, { type: "order-queued-behind", orderId, queueAhead, tickMs: moment.timeMs });
  }
}
