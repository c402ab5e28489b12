import type { OrderFilled } from "@/lib/core/engine/events";
import type { Order } from "@/lib/core/engine/orders/order";
import type { Position } from "@/lib/core/engine/positions/position";
import type { CheckInput } from "@/lib/core/proof/check";
import type { LogRules } from "@/lib/core/proof/log-rules";

/** A fill with its order and the position before it. */
export type FillInput = CheckInput<"order-filled"> & {
  order: Order;
  position: Position | null;
  rules: LogRules;
};

/** Whether the fill is from the first book after its order's acceptance, not from a later price. */
export function isFromArrival(order: Order, fill: OrderFilled): boolean {
  if (fill.evidence.source !== "book" || !isTraders(order)) return false;
  return order.kind === "market" || order.kind === "limit" || order.status === "QUEUED";
}

function isTraders({ purpose }: Order): boolean {
  return purpose === "manual" || purpose === "close";
}
