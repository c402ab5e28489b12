import "server-only";
import { z } from "zod";
import type { Command } from "@/lib/core/engine/commands";
import { changePortfolio } from "@/lib/trading/portfolio/change-portfolio";
import { type Call, loadState, senderOf } from "@/lib/v5/call";
import { execute, type OrderIds } from "@/lib/v5/orders/create-order";
import { findPositionStop, requireOpenOrder } from "@/lib/v5/orders/find-order";
import { orderRef, symbol } from "@/lib/v5/wire/fields";
import { toOrderUuid } from "@/lib/v5/wire/order-uuid";
import { toV5Error } from "@/lib/v5/wire/v5-error";

/** Fields of `POST /v5/order/cancel`. */
export const cancelOrderSchema = z.object({ symbol, ...orderRef });
export type CancelOrderInput = z.output<typeof cancelOrderSchema>;

/**
 * Cancels an open order, or removes a position's stop or target by its id. An order that waits for its first book
 * meets that book first, as on the venue, where the cancellation comes after it; where none arrives in 250 ms the
 * cancellation is acknowledged and takes effect behind it.
 *
 * @throws V5Error 110001, also for an order that its first book has filled
 */
export async function cancelOrder(call: Call, input: CancelOrderInput): Promise<OrderIds> {
  const state = await loadState(call);
  const stop = findPositionStop(state, input.orderId);
  if (stop !== null) {
    const { symbol: of, side, field } = stop;
    await change(call, { type: "set-position-stops", symbol: of, side, [field]: null }, of);
    return { orderId: input.orderId ?? "", orderLinkId: "" };
  }
  const order = await requireOpenOrder(call, input, "cancel");
  await execute(call, state, order.id);
  await change(call, { type: "cancel", orderId: order.id }, order.symbol);
  return { orderId: toOrderUuid(call.portfolioId, order.id), orderLinkId: order.orderLinkId ?? "" };
}

/** Sends a change of the portfolio. @throws V5Error with the engine's reason */
export async function change(call: Call, command: Command | readonly Command[], symbolOf: string) {
  const result = await changePortfolio(call.portfolioId, command, [symbolOf], senderOf(call));
  if (!result.ok) throw toV5Error(result.reason);
  return result;
}
