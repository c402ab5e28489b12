import { after } from "next/server";
import type { z } from "zod";
import { recordOrderLatency } from "@/lib/db/admin/order-latencies";
import { ORDER_ENDPOINTS } from "@/lib/http/endpoints/order-endpoints";
import { assertFreshOrder } from "@/lib/http/limits/assert-fresh-order";
import { claimOrder } from "@/lib/http/route/claim-order";
import { respondToChange, respondToOrder } from "@/lib/http/route/respond-to-order";
import { withUser } from "@/lib/http/route/with-user";
import type { ResponseParts } from "@/lib/http/to-response";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { traced, writeTraceparent } from "@/lib/infra/telemetry/trace";
import { readTickProof } from "@/lib/market/stream/tick-proof";
import type { placeOrderSchema } from "@/lib/schemas/trading";
import { cancelOrders } from "@/lib/trading/orders/change-order";
import { placeOrder } from "@/lib/trading/orders/place-order";

export const dynamic = "force-dynamic";

/**
 * Accepts an order; a market order is executed against the venue's next book, and its fill is in the
 * response.
 */
export const POST = withUser(ORDER_ENDPOINTS["POST /api/orders"], ({ user, body, request }) => {
  assertFreshOrder(request.headers);
  const stamp = request.headers.get("x-order-timestamp") ?? "";
  const attributes = { "order.id": body.clientOrderId, "order.symbol": body.symbol, "order.kind": body.kind };
  // The trace begins with the click, whose time the browser sends.
  return traced("order", { startMs: Number(stamp), attributes }, () => place(user.id, body, request));
});

async function place(
  userId: string,
  body: z.output<typeof placeOrderSchema>,
  request: Request,
): Promise<ResponseParts> {
  const stamp = request.headers.get("x-order-timestamp") ?? "";
  const at = new Date();
  const tick = body.tickProof
    ? readTickProof(body.tickProof, { symbol: body.symbol, nowMs: at.getTime() })
    : null;
  await claimOrder({ userId, stamp, body });
  const accepted = await placeOrder(userId, body);
  const { portfolioId, clientOrderId: orderId } = body;
  if (tick !== null) after(() => saveLatency({ portfolioId, clientOrderId: orderId, ageMs: tick.ageMs, at }));
  const traceparent = writeTraceparent();
  const { order } = accepted;
  const orders = order?.status === "QUEUED" ? [order] : [];
  return respondToOrder(request, { accepted, orders, ...(traceparent !== undefined && { traceparent }) });
}

/** Cancels all open orders of a portfolio, or those of one symbol. */
export const DELETE = withUser(ORDER_ENDPOINTS["DELETE /api/orders"], async ({ user, query }) =>
  respondToChange(await cancelOrders({ userId: user.id, ...query })),
);

/** For the review only: a failure does not affect the order. */
function saveLatency(latency: Parameters<typeof recordOrderLatency>[0]): Promise<void> {
  return recordOrderLatency(latency).catch((error) => reportError("order-latency-not-recorded", error));
}
