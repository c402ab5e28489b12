import { ORDER_ENDPOINTS } from "@/lib/http/endpoints/order-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { listOpenOrders } from "@/lib/trading/portfolio/read-portfolio";

export const dynamic = "force-dynamic";

/** Open orders of a portfolio, newest first. */
export const GET = withUser(ORDER_ENDPOINTS["GET /api/orders/open"], async ({ user, query }) => ({
  body: await listOpenOrders(user.id, query),
}));
