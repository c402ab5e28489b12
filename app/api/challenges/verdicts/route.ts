import { withUser } from "@/lib/http/route/with-user";
import { judgeOwnHistory } from "@/lib/challenge/judge-own-history";
import { verdictsQuerySchema } from "@/lib/schemas/challenge";

export const GET = withUser({ query: verdictsQuerySchema, limit: "export" }, async ({ user, query }) => ({
  body: await judgeOwnHistory(user.id, query.portfolioId),
}));
