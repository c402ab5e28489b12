import { ORDER_ENDPOINTS } from "@/lib/http/endpoints/order-endpoints";
import { respondToOrder } from "@/lib/http/route/respond-to-order";
import { withUser } from "@/lib/http/route/with-user";
import { reversePosition } from "@/lib/trading/portfolio/change-position";

export const dynamic = "force-dynamic";

/** Closes a position and opens the opposite one, at the market. */
export const POST = withUser(
  ORDER_ENDPOINTS["POST /api/positions/[symbol]/reverse"],
  async ({ user, params, body, request }) => {
    const accepted = await reversePosition({ userId: user.id, symbol: params.symbol }, body);
    const { order } = accepted;
    return respondToOrder(request, { accepted, orders: order?.status === "QUEUED" ? [order] : [] });
  },
);
