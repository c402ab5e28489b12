import "server-only";
import { abs, type Qty } from "@/lib/core/decimal";
import type { StopRequest } from "@/lib/core/engine/orders/order";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import { nameSide, type PortfolioState } from "@/lib/core/engine/state/state";
import { findOrderRecords, type OrderRecord } from "@/lib/db/records/order-records";
import type { Call } from "@/lib/v5/call";
import { isUuid, toOrderUuid } from "@/lib/v5/wire/order-uuid";
import { badParameter, V5Error } from "@/lib/v5/wire/v5-error";

/** How a request names an order. `orderId` takes precedence. */
export type OrderRef = { orderId?: string | undefined; orderLinkId?: string | undefined };

/** The order that a request names, open or ended; null when there is none. */
export async function findOrder(call: Pick<Call, "portfolioId">, ref: OrderRef): Promise<OrderRecord | null> {
  if (ref.orderId === undefined && ref.orderLinkId === undefined)
    throw badParameter("orderId or orderLinkId is required");
  if (ref.orderId !== undefined && !isUuid(ref.orderId)) return null;
  const name = ref.orderId !== undefined ? { uuid: ref.orderId } : { link: ref.orderLinkId };
  const [found] = await findOrderRecords(call.portfolioId, { ...name, limit: 1 });
  return found ?? null;
}

/** The order that a request names, while it is open. @throws V5Error 110001 */
export async function requireOpenOrder(
  call: Pick<Call, "portfolioId">,
  ref: OrderRef,
  what: "cancel" | "replace",
): Promise<OrderRecord> {
  const order = await findOrder(call, ref);
  const isOpen = order !== null && !["FILLED", "CANCELLED", "REJECTED", "EXPIRED"].includes(order.status);
  if (!isOpen) throw new V5Error(110001, `order not exists or too late to ${what}`);
  return order;
}

/** The waiting stop or target of a position that has this id on the wire. */
export type PositionStopRef = {
  symbol: string;
  side?: PositionSide;
  field: "stopLoss" | "takeProfit";
  stop: StopRequest;
  /** The position's. */
  qty: Qty;
};

/** Finds a position's stop or target by its id on the wire; null for any other id. */
export function findPositionStop(state: PortfolioState, orderId: string | undefined): PositionStopRef | null {
  if (orderId === undefined) return null;
  for (const position of state.positions) {
    const idOf = (purpose: string) => toOrderUuid(state.id, `${purpose}:${position.roundTrip.id}`);
    const of = { symbol: position.symbol, ...nameSide(state, position), qty: abs(position.qty) };
    const { stopLoss, takeProfit } = position;
    if (stopLoss !== null && idOf("stop") === orderId) return { ...of, field: "stopLoss", stop: stopLoss };
    if (takeProfit !== null && idOf("target") === orderId) {
      return { ...of, field: "takeProfit", stop: takeProfit };
    }
  }
  return null;
}
