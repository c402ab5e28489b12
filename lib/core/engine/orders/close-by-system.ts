import { abs, type Price, type Qty, ZERO } from "@/lib/core/decimal";
import { type Draft, marketOf } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import type { CancelReason, Evidence } from "@/lib/core/engine/events";
import { fillOrder, quoteAt } from "@/lib/core/engine/matching/fill";
import type { OrderKind, OrderPurpose } from "@/lib/core/engine/orders/order";
import { closingSide, type Position } from "@/lib/core/engine/positions/position";

/** Accepts a reduce-only order created by the engine. @returns its id */
export function acceptSystemOrder(
  draft: Draft,
  position: Position,
  input: { purpose: OrderPurpose; kind: OrderKind; price: Price; qty?: Qty },
): string {
  const orderId = `${input.purpose}:${position.roundTrip.id}:${draft.state.seq + 1}`;
  emit(draft, {
    type: "order-accepted",
    order: buildReducingOrder(orderId, position, input),
  });
  return orderId;
}

/** Closes the position, or `qty` of it, at one price, as a taker. */
export function closeBySystem(
  draft: Draft,
  position: Position,
  input: { purpose: OrderPurpose; price: Price; source: Evidence["source"]; qty?: Qty },
): void {
  const orderId = acceptSystemOrder(draft, position, { ...input, kind: "market" });
  fillOrder(draft, orderId, { quoting: quoteAt(input.price, "taker", input.source), checkMargin: false });
}

/** Cancels every open order, or every one of a symbol. */
export function cancelAllOrders(draft: Draft, reason: CancelReason, symbol?: string): void {
  for (const order of draft.state.orders) {
    if (symbol !== undefined && order.symbol !== symbol) continue;
    emit(draft, { type: "order-cancelled", orderId: order.id, reason });
  }
}

/** Cancels all orders and closes all positions at their marks; one without a mark is closed at its entry. */
export function flattenAll(draft: Draft, input: { purpose: OrderPurpose; reason: CancelReason }): void {
  cancelAllOrders(draft, input.reason);
  for (const position of draft.state.positions) {
    const price = marketOf(draft.context, position.symbol)?.mark ?? position.entryPrice;
    closeBySystem(draft, position, { purpose: input.purpose, price, source: "mark" });
  }
}

/** Each field by name: a copy of the input without some of its fields is many times slower. */
function buildReducingOrder(
  id: string,
  position: Position,
  input: { purpose: OrderPurpose; kind: OrderKind; price: Price; qty?: Qty },
) {
  return {
    id,
    symbol: position.symbol,
    side: closingSide(position),
    qty: input.qty ?? abs(position.qty),
    purpose: input.purpose,
    kind: input.kind,
    filled: ZERO,
    filledValue: ZERO,
    fees: ZERO,
    price: null,
    trigger: { price: input.price, by: "last" as const },
    trail: null,
    timeInForce: "IOC" as const,
    reduceOnly: true,
    attached: null,
    status: "QUEUED" as const,
    queueAhead: ZERO,
    lastMatchedAt: null,
    expiresAtMs: null,
  };
}
