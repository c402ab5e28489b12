import { PORTFOLIO_ENDPOINTS } from "@/lib/http/endpoints/portfolio-endpoints";
import { respondToChange } from "@/lib/http/route/respond-to-order";
import { withUser } from "@/lib/http/route/with-user";
import { resetPortfolio } from "@/lib/trading/portfolio/manage-portfolios";

export const dynamic = "force-dynamic";

/** Resets a practice portfolio. */
export const POST = withUser(
  PORTFOLIO_ENDPOINTS["POST /api/portfolios/[id]/reset"],
  async ({ user, params, body }) => respondToChange(await resetPortfolio(user.id, params.id, body)),
);
