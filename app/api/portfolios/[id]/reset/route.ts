import { respondToChange } from "@/lib/http/route/respond-to-order";
import { withUser } from "@/lib/http/route/with-user";
import { portfolioParamsSchema, resetPortfolioSchema } from "@/lib/schemas/trading";
import { resetPortfolio } from "@/lib/trading/portfolio/manage-portfolios";

export const dynamic = "force-dynamic";

/** Resets a practice portfolio. */
export const POST = withUser(
  { params: portfolioParamsSchema, body: resetPortfolioSchema },
  async ({ user, params, body }) => respondToChange(await resetPortfolio(user.id, params.id, body)),
);
