import { withUser } from "@/lib/http/route/with-user";
import { ordersQuerySchema } from "@/lib/schemas/trading";
import { listOrderHistory } from "@/lib/trading/portfolio/read-portfolio";

export const dynamic = "force-dynamic";

/** Final orders of a portfolio, newest first. */
export const GET = withUser({ query: ordersQuerySchema }, async ({ user, query }) => ({
  body: await listOrderHistory(user.id, query),
}));
