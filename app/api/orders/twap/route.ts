import { ORDER_ENDPOINTS } from "@/lib/http/endpoints/order-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { listTwaps } from "@/lib/trading/orders/manage-twaps";

export const dynamic = "force-dynamic";

/** The active TWAPs of a portfolio and those of the last day. */
export const GET = withUser(ORDER_ENDPOINTS["GET /api/orders/twap"], async ({ user, query }) => ({
  body: { twaps: await listTwaps(user.id, query.portfolioId) },
}));
