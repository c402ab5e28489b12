import { withUser } from "@/lib/http/with-user";
import { ordersQuerySchema } from "@/lib/schemas/trading";
import { listEvents } from "@/lib/trading/read-portfolio";

export const dynamic = "force-dynamic";

/** The log of a portfolio, newest first. */
export const GET = withUser({ query: ordersQuerySchema }, async ({ user, query }) => ({
  body: await listEvents(user.id, query),
}));
