import "server-only";
import { add, notional, ZERO } from "@/lib/core/decimal";
import { apply } from "@/lib/core/engine/apply";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { type Order, remainingQty } from "@/lib/core/engine/orders/order";
import { nextStatus } from "@/lib/core/engine/orders/order-status";
import { findOrder, type PortfolioState } from "@/lib/core/engine/state/state";

/** An order in its final state. The portfolio's state drops it; the history stores it. */
export type EndedOrder = Order & { endedAtMs: number; reason: string | null };

/** The orders that these events end, with their filled quantities. */
export function findEndedOrders(before: PortfolioState, events: readonly PortfolioEvent[]): EndedOrder[] {
  const ended: EndedOrder[] = [];
  let state = before;
  for (const event of events) {
    const end = endOf(state, event);
    if (end !== null) ended.push(end);
    state = apply(state, event);
  }
  return ended;
}

function endOf(state: PortfolioState, event: PortfolioEvent): EndedOrder | null {
  if (!("orderId" in event)) return null;
  const order = findOrder(state, event.orderId);
  if (order === null) return null;
  const endedAtMs = event.atMs;
  switch (event.type) {
    case "order-cancelled":
      return { ...order, status: nextStatus(order.status, "cancel"), endedAtMs, reason: event.reason };
    case "order-rejected":
      return { ...order, status: nextStatus(order.status, "reject"), endedAtMs, reason: event.reason };
    case "order-expired":
      return { ...order, status: nextStatus(order.status, "expire"), endedAtMs, reason: null };
    case "order-filled":
      if (event.qty !== remainingQty(order)) return null;
      return {
        ...order,
        filled: order.qty,
        filledValue: add(order.filledValue, notional(event.price, event.qty)),
        fees: add(order.fees, event.fee),
        queueAhead: ZERO,
        status: nextStatus(order.status, "fill-all"),
        endedAtMs,
        reason: null,
      };
    default:
      return null;
  }
}
