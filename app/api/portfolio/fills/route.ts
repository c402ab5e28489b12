import { withUser } from "@/lib/http/route/with-user";
import { ordersQuerySchema } from "@/lib/schemas/trading";
import { listFills } from "@/lib/trading/portfolio/read-portfolio";

export const dynamic = "force-dynamic";

/** Fills of a portfolio with their evidence, newest first. */
export const GET = withUser({ query: ordersQuerySchema }, async ({ user, query }) => ({
  body: await listFills(user.id, query),
}));
