import { PORTFOLIO_ENDPOINTS } from "@/lib/http/endpoints/portfolio-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { changeOwnLimits, readOwnLimitsOf } from "@/lib/trading/portfolio/own-limits";

export const dynamic = "force-dynamic";

/** The own limits of a portfolio, with the running day and the locks. */
export const GET = withUser(
  PORTFOLIO_ENDPOINTS["GET /api/portfolios/[id]/limits"],
  async ({ user, params }) => ({
    body: await readOwnLimitsOf(user.id, params.id),
  }),
);

/** Replaces the own limits of a portfolio. What is looser holds later. */
export const PUT = withUser(
  PORTFOLIO_ENDPOINTS["PUT /api/portfolios/[id]/limits"],
  async ({ user, params, body }) => ({ body: await changeOwnLimits(user.id, params.id, body) }),
);
