import { withUser } from "@/lib/http/with-user";
import { ordersQuerySchema } from "@/lib/schemas/trading";
import { listOrderHistory } from "@/lib/trading/read-portfolio";

export const dynamic = "force-dynamic";

/** Orders of a portfolio at their end, newest first. */
export const GET = withUser({ query: ordersQuerySchema }, async ({ user, query }) => ({
  body: await listOrderHistory(user.id, query),
}));
