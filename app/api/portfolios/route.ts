import { withUser } from "@/lib/http/route/with-user";
import { createPortfolioSchema } from "@/lib/schemas/trading";
import { createPracticePortfolio, listPortfoliosOf } from "@/lib/trading/portfolio/manage-portfolios";

export const dynamic = "force-dynamic";

/** The user's portfolios, oldest first. */
export const GET = withUser({}, async ({ user }) => ({
  body: { portfolios: await listPortfoliosOf(user.id) },
}));

/** Opens another practice portfolio. */
export const POST = withUser({ body: createPortfolioSchema }, async ({ user, body }) => ({
  body: await createPracticePortfolio(user.id, body),
  status: 201,
}));
