import { PORTFOLIO_ENDPOINTS } from "@/lib/http/endpoints/portfolio-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { listFills } from "@/lib/trading/portfolio/read-portfolio";

export const dynamic = "force-dynamic";

/** Fills of a portfolio with their evidence, newest first. */
export const GET = withUser(PORTFOLIO_ENDPOINTS["GET /api/portfolio/fills"], async ({ user, query }) => ({
  body: await listFills(user.id, query),
}));
