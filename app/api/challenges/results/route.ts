import { evaluateOwnHistory } from "@/lib/challenge/evaluate-own-history";
import { withUser } from "@/lib/http/route/with-user";
import { resultsQuerySchema } from "@/lib/schemas/challenge";

export const GET = withUser({ query: resultsQuerySchema, limit: "export" }, async ({ user, query }) => ({
  body: await evaluateOwnHistory(user.id, { portfolioId: query.portfolioId }),
}));
