import { assertFreshOrder } from "@/lib/http/limits/assert-fresh-order";
import { limitOfOrder } from "@/lib/http/limits/order-limits";
import { claimOrder } from "@/lib/http/route/claim-order";
import { respondToOrder } from "@/lib/http/route/respond-to-order";
import { withUser } from "@/lib/http/route/with-user";
import { orderGroupSchema } from "@/lib/schemas/trading";
import { placeOrderGroup } from "@/lib/trading/orders/place-order-group";

export const dynamic = "force-dynamic";

/** Places a ladder of limit orders, or two orders of which one cancels the other; all of them or none. */
export const POST = withUser(
  { body: orderGroupSchema, limit: limitOfOrder },
  async ({ user, body, request }) => {
    assertFreshOrder(request.headers);
    const stamp = request.headers.get("x-order-timestamp") ?? "";
    await claimOrder({ userId: user.id, stamp, body });
    const { accepted, queued } = await placeOrderGroup(user.id, body);
    return respondToOrder(request, { accepted, orders: queued });
  },
);
