import { evaluateOwnHistory } from "@/lib/challenge/evaluate-own-history";
import { readOfferedPlans } from "@/lib/challenge/rulebooks/offered-plans";
import { readOwnPlan } from "@/lib/challenge/rulebooks/read-rulebook";
import { PLANS } from "@/lib/core/challenge/plans";
import { CHALLENGE_ENDPOINTS } from "@/lib/http/endpoints/challenge-endpoints";
import { withUser } from "@/lib/http/route/with-user";

export const GET = withUser(CHALLENGE_ENDPOINTS["GET /api/challenges/results"], async ({ user, query }) => ({
  body: await evaluateOwnHistory(user.id, {
    portfolioId: query.portfolioId,
    plans:
      query.rulebookId === undefined
        ? [...PLANS, ...(await readOfferedPlans())]
        : [await readOwnPlan(query.rulebookId)],
  }),
}));
