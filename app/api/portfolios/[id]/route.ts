import { PORTFOLIO_ENDPOINTS } from "@/lib/http/endpoints/portfolio-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { changeOwnPortfolio } from "@/lib/trading/portfolio/manage-portfolios";

export const dynamic = "force-dynamic";

/** Renames a portfolio, or archives it and puts it back. */
export const PATCH = withUser(
  PORTFOLIO_ENDPOINTS["PATCH /api/portfolios/[id]"],
  async ({ user, params, body }) => ({
    body: { portfolios: await changeOwnPortfolio(user.id, params.id, body) },
  }),
);
