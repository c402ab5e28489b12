import { withUser } from "@/lib/http/route/with-user";
import { ordersQuerySchema } from "@/lib/schemas/trading";
import { listOpenOrders } from "@/lib/trading/portfolio/read-portfolio";

export const dynamic = "force-dynamic";

/** Open orders of a portfolio, newest first. */
export const GET = withUser({ query: ordersQuerySchema }, async ({ user, query }) => ({
  body: await listOpenOrders(user.id, query),
}));
