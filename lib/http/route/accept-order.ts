import "server-only";
import { recordOrderLatency } from "@/lib/db/admin/order-latencies";
import { ORDER_ENDPOINTS } from "@/lib/http/endpoints/order-endpoints";
import { claimOrderOf } from "@/lib/http/route/claim-order";
import { respondToOrder } from "@/lib/http/route/respond-to-order";
import { withUser } from "@/lib/http/route/with-user";
import { runLater } from "@/lib/infra/run-later";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { traced, writeTraceparent } from "@/lib/infra/telemetry/trace";
import { readTickProof } from "@/lib/market/stream/tick-proof";
import { placeOrder } from "@/lib/trading/orders/place-order";

/**
 * `POST /api/orders`, by the route handler and by the gateway: accepts an order; a market order is executed against the
 * venue's next book, and its fill is in the response.
 */
export const acceptOrder = withUser(
  ORDER_ENDPOINTS["POST /api/orders"],
  ({ user, body, request }) => {
    const stamp = request.headers.get("x-order-timestamp") ?? "";
    const { portfolioId, clientOrderId, symbol, tickProof } = body;
    const attributes = { "order.id": clientOrderId, "order.symbol": symbol, "order.kind": body.kind };
    // The trace begins with the click, whose time the browser sends.
    return traced("order", { startMs: Number(stamp), attributes }, async () => {
      const at = new Date();
      const tick = tickProof ? readTickProof(tickProof, { symbol, nowMs: at.getTime() }) : null;
      const accepted = await placeOrder(user.id, body);
      if (tick !== null) runLater(() => saveLatency({ portfolioId, clientOrderId, ageMs: tick.ageMs, at }));
      const traceparent = writeTraceparent();
      const orders = accepted.order?.status === "QUEUED" ? [accepted.order] : [];
      return respondToOrder(request, { accepted, orders, ...(traceparent !== undefined && { traceparent }) });
    });
  },
  claimOrderOf,
);

/** For the review only: a failure does not affect the order. */
function saveLatency(latency: Parameters<typeof recordOrderLatency>[0]): Promise<void> {
  return recordOrderLatency(latency).catch((error) => reportError("order-latency-not-recorded", error));
}
