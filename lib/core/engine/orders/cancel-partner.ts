import type { Draft } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import type { Order } from "@/lib/core/engine/orders/order";
import { findOrder } from "@/lib/core/engine/state/state";
import { findOcoPartner } from "@/lib/core/order-groups/oco-pair";

/**
 * Cancels the other order of a pair (OCO) as soon as this one has been triggered, filled or ended. Called within the
 * decision and before the price moves on, so that both can never fill.
 */
export function cancelPartner(draft: Draft, orderId: string): void {
  const partnerId = findOcoPartner(orderId);
  if (partnerId === null || !isDone(findOrder(draft.state, orderId))) return;
  if (findOrder(draft.state, partnerId) !== null) cancelPair(draft, partnerId);
}

/** Cancels what is left of pairs after all commands of a decision: of one order that expired or was withdrawn. */
export function cancelBrokenPairs(draft: Draft): void {
  if (draft.events.length === 0) return;
  for (const order of draft.state.orders) {
    const partnerId = findOcoPartner(order.id);
    if (partnerId === null || isDone(order)) continue;
    if (isDone(findOrder(draft.state, partnerId))) cancelPair(draft, order.id);
  }
}

/** Whether an order of a pair has ended, or has been triggered or partly filled. */
export function isDone(order: Order | null): boolean {
  return order === null || order.filled > 0n || order.status === "TRIGGERED";
}

function cancelPair(draft: Draft, orderId: string): void {
  emit(draft, { type: "order-cancelled", orderId, reason: "oco" });
}
