import { ORDER_ENDPOINTS } from "@/lib/http/endpoints/order-endpoints";
import { respondToOrder } from "@/lib/http/route/respond-to-order";
import { withUser } from "@/lib/http/route/with-user";
import { closePosition } from "@/lib/trading/portfolio/change-position";

export const dynamic = "force-dynamic";

/** Closes a fraction of a position at the market. */
export const POST = withUser(
  ORDER_ENDPOINTS["POST /api/positions/[symbol]/close"],
  async ({ user, params, body, request }) => {
    const accepted = await closePosition({ userId: user.id, symbol: params.symbol }, body);
    const { order } = accepted;
    return respondToOrder(request, { accepted, orders: order?.status === "QUEUED" ? [order] : [] });
  },
);
