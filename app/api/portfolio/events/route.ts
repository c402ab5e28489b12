import { withUser } from "@/lib/http/route/with-user";
import { ordersQuerySchema } from "@/lib/schemas/trading";
import { listEvents } from "@/lib/trading/portfolio/read-portfolio";

export const dynamic = "force-dynamic";

/** The log of a portfolio, newest first. */
export const GET = withUser({ query: ordersQuerySchema }, async ({ user, query }) => ({
  body: await listEvents(user.id, query),
}));
