import { PORTFOLIO_ENDPOINTS } from "@/lib/http/endpoints/portfolio-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { readPortfolioOf } from "@/lib/trading/portfolio/read-portfolio";

export const dynamic = "force-dynamic";

/** A portfolio of the user with positions, open orders and margin, at the current marks. */
export const GET = withUser(PORTFOLIO_ENDPOINTS["GET /api/portfolio"], async ({ user, query }) => ({
  body: await readPortfolioOf(user.id, query.id),
}));
