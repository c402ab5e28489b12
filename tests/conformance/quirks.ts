import type { Session } from "@/tests/conformance/session";

/**
 * The record-keeping quirks of jesse (engine-reference A.12) that are decided otherwise, as situations that can
 * be seen in a run. A case is excused only by a situation that arose before its first difference.
 */
export function findQuirk(session: Session, firstWrongStep: number): string | null {
  const sells = new Set<string>();
  const filled = new Set<string>();
  for (const { step, event } of session.events) {
    if (step > firstWrongStep) return null;
    if (event.type === "order-accepted" && event.order.side === "sell") sells.add(event.order.id);
    if (event.type === "order-filled") filled.add(event.orderId);
    if (event.type !== "order-cancelled") continue;
    if (event.reason === "reduce_only" && !filled.has(event.orderId)) {
      return `Q1 or Q2 at step ${step}: a reduce-only order (${event.orderId}) that can't reduce is cancelled, not filled`;
    }
    if (session.kind === "spot" && event.reason === "requested" && sells.has(event.orderId)) {
      return `Q4 at step ${step}: the reservation of a cancelled spot sell (${event.orderId}) is released once`;
    }
  }
  return null;
}

/** Names the first order that closed one position and opened another: its trade records are split in two (Q3). */
export function findFlip(session: Session): string | null {
  const closes = new Map<string, number>();
  for (const { step, event } of session.events) {
    if (event.type !== "order-filled") continue;
    if (event.cost < 0n) closes.set(event.orderId, step);
    else if (closes.has(event.orderId)) return `Q3 at step ${step}: ${event.orderId} flips the position`;
  }
  return null;
}
