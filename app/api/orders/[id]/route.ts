import { ORDER_ENDPOINTS } from "@/lib/http/endpoints/order-endpoints";
import { respondToChange, respondToOrder } from "@/lib/http/route/respond-to-order";
import { withUser } from "@/lib/http/route/with-user";
import { amendOrder, cancelOrder } from "@/lib/trading/orders/change-order";

export const dynamic = "force-dynamic";

/** Changes price, quantity or trigger of a resting order. */
export const PATCH = withUser(
  ORDER_ENDPOINTS["PATCH /api/orders/[id]"],
  async ({ user, params, body: { portfolioId, ...changes }, request }) => {
    const accepted = await amendOrder({ userId: user.id, portfolioId, orderId: params.id }, changes);
    const { order } = accepted;
    // A new price that crosses the market waits for the next book, like a new order.
    if (order?.status !== "QUEUED") return respondToChange(accepted);
    return respondToOrder(request, { accepted, orders: [order] });
  },
);

/** Cancels one order. */
export const DELETE = withUser(ORDER_ENDPOINTS["DELETE /api/orders/[id]"], async ({ user, params, query }) =>
  respondToChange(await cancelOrder({ userId: user.id, portfolioId: query.portfolioId, orderId: params.id })),
);
