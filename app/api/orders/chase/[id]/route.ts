import { ORDER_ENDPOINTS } from "@/lib/http/endpoints/order-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { stopChase } from "@/lib/trading/orders/manage-chases";

export const dynamic = "force-dynamic";

/** Stops a chase and cancels its order. */
export const DELETE = withUser(
  ORDER_ENDPOINTS["DELETE /api/orders/chase/[id]"],
  async ({ user, params, query }) => ({
    body: { chases: await stopChase(user.id, query.portfolioId, params.id) },
  }),
);
