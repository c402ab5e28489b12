import { PORTFOLIO_ENDPOINTS } from "@/lib/http/endpoints/portfolio-endpoints";
import { respondToChange } from "@/lib/http/route/respond-to-order";
import { withUser } from "@/lib/http/route/with-user";
import { changeModes } from "@/lib/trading/portfolio/change-modes";

export const dynamic = "force-dynamic";

/** Sets the position mode and the margin mode of a portfolio. */
export const PUT = withUser(
  PORTFOLIO_ENDPOINTS["PUT /api/portfolios/[id]/modes"],
  async ({ user, params, body }) => respondToChange(await changeModes(user.id, params.id, body)),
);
