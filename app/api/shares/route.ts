import { PORTFOLIO_ENDPOINTS } from "@/lib/http/endpoints/portfolio-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { collectFacts } from "@/lib/share/collect-facts";
import { signFacts } from "@/lib/share/share-token";

/** A link to a picture of one of the user's own fills or days. */
export const POST = withUser(PORTFOLIO_ENDPOINTS["POST /api/shares"], async ({ user, body }) => ({
  body: { path: `/s/${await signFacts(await collectFacts(user.id, body))}` },
  status: 201,
}));
