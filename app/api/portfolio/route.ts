import { withUser } from "@/lib/http/route/with-user";
import { portfolioQuerySchema } from "@/lib/schemas/trading";
import { readPortfolioOf } from "@/lib/trading/portfolio/read-portfolio";

export const dynamic = "force-dynamic";

/** A portfolio of the user with positions, open orders and margin, at the current marks. */
export const GET = withUser({ query: portfolioQuerySchema }, async ({ user, query }) => ({
  body: await readPortfolioOf(user.id, query.id),
}));
