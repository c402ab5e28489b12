import { ORDER_ENDPOINTS } from "@/lib/http/endpoints/order-endpoints";
import { claimOrderOf } from "@/lib/http/route/claim-order";
import { respondToOrder } from "@/lib/http/route/respond-to-order";
import { withUser } from "@/lib/http/route/with-user";
import { placeOrderGroup } from "@/lib/trading/orders/place-order-group";

export const dynamic = "force-dynamic";

/** Places a ladder of limit orders, or two orders of which one cancels the other; all of them or none. */
export const POST = withUser(
  ORDER_ENDPOINTS["POST /api/orders/group"],
  async ({ user, body, request }) => {
    const { accepted, queued } = await placeOrderGroup(user.id, body);
    return respondToOrder(request, { accepted, orders: queued });
  },
  claimOrderOf,
);
