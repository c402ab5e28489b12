import "server-only";
import { z } from "zod";
import { parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import type { AttachedChange } from "@/lib/core/engine/state/change";
import type { OrderRecord } from "@/lib/db/records/order-records";
import { type Call, loadState } from "@/lib/v5/call";
import { change } from "@/lib/v5/orders/cancel-order";
import { changeStop, execute, type OrderIds, readTriggerBy, triggerBy } from "@/lib/v5/orders/create-order";
import { findPositionStop, type PositionStopRef, requireOpenOrder } from "@/lib/v5/orders/find-order";
import { decimal, optional, orderRef, removable, symbol } from "@/lib/v5/wire/fields";
import { toOrderUuid } from "@/lib/v5/wire/order-uuid";
import { badParameter, V5Error } from "@/lib/v5/wire/v5-error";

/** Fields of `POST /v5/order/amend`. */
export const amendOrderSchema = z.object({
  symbol,
  ...orderRef,
  qty: optional(decimal),
  price: optional(decimal),
  triggerPrice: optional(decimal),
  triggerBy,
  takeProfit: removable,
  stopLoss: removable,
  tpTriggerBy: triggerBy,
  slTriggerBy: triggerBy,
  tpLimitPrice: optional(decimal),
  slLimitPrice: optional(decimal),
});
export type AmendOrderInput = z.output<typeof amendOrderSchema>;

/**
 * Changes quantity, price, trigger, stop or target of an open order, or moves a position's stop or target by its id.
 *
 * @throws V5Error 110001, 110079 for an order that waits for its book, 10001 for what can't be changed
 */
export async function amendOrder(call: Call, input: AmendOrderInput): Promise<OrderIds> {
  const state = await loadState(call);
  const stop = findPositionStop(state, input.orderId);
  if (stop !== null) {
    const { events } = await change(call, moveStop(stop, input), stop.symbol);
    if (events.length === 0) throw new V5Error(10001, "order not modified");
    return { orderId: input.orderId ?? "", orderLinkId: "" };
  }
  const order = await requireOpenOrder(call, input, "replace");
  if (order.status === "QUEUED") throw new V5Error(110079, "The order is processing and can not be operated");
  assertSameTrigger(input, order);
  const command: Command = {
    type: "amend",
    orderId: order.id,
    ...(input.price !== undefined && { price: parsePrice(input.price) }),
    ...(input.qty !== undefined && { qty: parseQty(input.qty) }),
    ...(input.triggerPrice !== undefined && { triggerPrice: parsePrice(input.triggerPrice) }),
    ...readAttached(input, order),
  };
  const result = await change(call, command, order.symbol);
  if (result.events.length === 0) throw new V5Error(10001, "order not modified");
  await execute(call, result.state, order.id);
  return { orderId: toOrderUuid(call.portfolioId, order.id), orderLinkId: order.orderLinkId ?? "" };
}

/** A position's stop has the position's quantity and no limit price. @throws V5Error 10001 for what it does not have */
function moveStop({ symbol: of, side, field, stop, qty }: PositionStopRef, input: AmendOrderInput): Command {
  if (input.qty !== undefined && parseQty(input.qty) !== qty)
    throw badParameter("a position's stop has the position's quantity; see trading-stop for a part of it");
  if (input.price !== undefined && parsePrice(input.price) !== 0n)
    throw badParameter("a position's stop has no limit price; see trading-stop");
  if (input.triggerPrice === undefined && input.triggerBy === undefined)
    throw badParameter("triggerPrice is required");
  const price = input.triggerPrice === undefined ? stop.price : parsePrice(input.triggerPrice);
  const moved = { price, by: readTriggerBy(input.triggerBy, stop.by) };
  return { type: "set-position-stops", symbol: of, side, [field]: moved };
}

/** What triggers an order stays as it was placed. @throws V5Error 10001 */
function assertSameTrigger({ triggerBy: given }: AmendOrderInput, { trigger }: OrderRecord): void {
  if (trigger !== null && readTriggerBy(given, trigger.by) !== trigger.by)
    throw badParameter("triggerBy of an order can't be changed; cancel it and place another one");
}

/** The change of the stop and target that an order brings. @throws V5Error 10001 where it has brought them, or can't */
function readAttached(input: AmendOrderInput, order: OrderRecord): { attached?: AttachedChange } {
  const { tpLimitPrice, slLimitPrice } = input;
  const stopLoss = changeStop(order.attached.stopLoss, input.stopLoss, input.slTriggerBy);
  const takeProfit = changeStop(order.attached.takeProfit, input.takeProfit, input.tpTriggerBy);
  if ([takeProfit, stopLoss, tpLimitPrice, slLimitPrice].every((field) => field === undefined)) return {};
  if (order.reduceOnly) throw badParameter("an order that only reduces has no take-profit and stop-loss");
  const { part } = order.attached;
  if (order.filled > 0n && !part)
    throw badParameter("the order has filled in part; its position has the stops now, see trading-stop");
  if (!part && (tpLimitPrice !== undefined || slLimitPrice !== undefined))
    throw badParameter("only an order with tpslMode Partial has limit prices of its stops");
  return {
    attached: {
      ...(stopLoss !== undefined && { stopLoss }),
      ...(takeProfit !== undefined && { takeProfit }),
      ...(slLimitPrice !== undefined && { stopLimit: parsePrice(slLimitPrice) }),
      ...(tpLimitPrice !== undefined && { targetLimit: parsePrice(tpLimitPrice) }),
    },
  };
}
