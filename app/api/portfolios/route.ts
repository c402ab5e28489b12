import { PORTFOLIO_ENDPOINTS } from "@/lib/http/endpoints/portfolio-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { createPracticePortfolio, listPortfoliosOf } from "@/lib/trading/portfolio/manage-portfolios";

export const dynamic = "force-dynamic";

/** The user's portfolios, oldest first. */
export const GET = withUser(PORTFOLIO_ENDPOINTS["GET /api/portfolios"], async ({ user }) => ({
  body: { portfolios: await listPortfoliosOf(user.id) },
}));

/** Opens another practice portfolio. */
export const POST = withUser(PORTFOLIO_ENDPOINTS["POST /api/portfolios"], async ({ user, body }) => ({
  body: await createPracticePortfolio(user.id, body),
  status: 201,
}));
