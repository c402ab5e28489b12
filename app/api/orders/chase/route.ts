import { ORDER_ENDPOINTS } from "@/lib/http/endpoints/order-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { listChases } from "@/lib/trading/orders/manage-chases";

export const dynamic = "force-dynamic";

/** The active chase orders of a portfolio and those of the last day. */
export const GET = withUser(ORDER_ENDPOINTS["GET /api/orders/chase"], async ({ user, query }) => ({
  body: { chases: await listChases(user.id, query.portfolioId) },
}));
