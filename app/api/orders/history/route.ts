import { ORDER_ENDPOINTS } from "@/lib/http/endpoints/order-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { listOrderHistory } from "@/lib/trading/portfolio/read-portfolio";

export const dynamic = "force-dynamic";

/** Final orders of a portfolio, newest first. */
export const GET = withUser(ORDER_ENDPOINTS["GET /api/orders/history"], async ({ user, query }) => ({
  body: await listOrderHistory(user.id, query),
}));
