import { PORTFOLIO_ENDPOINTS } from "@/lib/http/endpoints/portfolio-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { listEvents } from "@/lib/trading/portfolio/read-portfolio";

export const dynamic = "force-dynamic";

/** The log of a portfolio, newest first. */
export const GET = withUser(PORTFOLIO_ENDPOINTS["GET /api/portfolio/events"], async ({ user, query }) => ({
  body: await listEvents(user.id, query),
}));
