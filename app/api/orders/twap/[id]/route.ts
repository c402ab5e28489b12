import { ORDER_ENDPOINTS } from "@/lib/http/endpoints/order-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { stopTwap } from "@/lib/trading/orders/manage-twaps";

export const dynamic = "force-dynamic";

/** Stops a TWAP. */
export const DELETE = withUser(
  ORDER_ENDPOINTS["DELETE /api/orders/twap/[id]"],
  async ({ user, params, query }) => ({
    body: { twaps: await stopTwap(user.id, query.portfolioId, params.id) },
  }),
);
