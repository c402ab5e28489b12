import { withUser } from "@/lib/http/route/with-user";
import { changePortfolioSchema, portfolioParamsSchema } from "@/lib/schemas/trading";
import { changeOwnPortfolio } from "@/lib/trading/portfolio/manage-portfolios";

export const dynamic = "force-dynamic";

/** Renames a portfolio, or archives it and puts it back. */
export const PATCH = withUser(
  { params: portfolioParamsSchema, body: changePortfolioSchema },
  async ({ user, params, body }) => ({
    body: { portfolios: await changeOwnPortfolio(user.id, params.id, body) },
  }),
);
