import { ORDER_ENDPOINTS } from "@/lib/http/endpoints/order-endpoints";
import { acceptOrder } from "@/lib/http/route/accept-order";
import { respondToChange } from "@/lib/http/route/respond-to-order";
import { withUser } from "@/lib/http/route/with-user";
import { cancelOrders } from "@/lib/trading/orders/change-order";

export const dynamic = "force-dynamic";

/** The gateway serves the same (`lib/gateway/`). */
export const POST = acceptOrder;

/** Cancels all open orders of a portfolio, or those of one symbol. */
export const DELETE = withUser(ORDER_ENDPOINTS["DELETE /api/orders"], async ({ user, query }) =>
  respondToChange(await cancelOrders({ userId: user.id, ...query })),
);
