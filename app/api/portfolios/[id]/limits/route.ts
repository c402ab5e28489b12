import { withUser } from "@/lib/http/route/with-user";
import { ownLimitsSchema } from "@/lib/schemas/own-limits";
import { portfolioParamsSchema } from "@/lib/schemas/trading";
import { changeOwnLimits, readOwnLimitsOf } from "@/lib/trading/portfolio/own-limits";

export const dynamic = "force-dynamic";

/** The own limits of a portfolio, with the running day and the locks. */
export const GET = withUser({ params: portfolioParamsSchema }, async ({ user, params }) => ({
  body: await readOwnLimitsOf(user.id, params.id),
}));

/** Replaces the own limits of a portfolio. What is looser holds later. */
export const PUT = withUser(
  { params: portfolioParamsSchema, body: ownLimitsSchema },
  async ({ user, params, body }) => ({ body: await changeOwnLimits(user.id, params.id, body) }),
);
