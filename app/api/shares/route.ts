import { PORTFOLIO_ENDPOINTS } from "@/lib/http/endpoints/portfolio-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { listShares, shareFacts } from "@/lib/share/share-links";

export const dynamic = "force-dynamic";

/** The user's links. */
export const GET = withUser(PORTFOLIO_ENDPOINTS["GET /api/shares"], async ({ user }) => ({
  body: { shares: await listShares(user.id) },
}));

/** A link to a picture of one of the user's own fills or days. */
export const POST = withUser(PORTFOLIO_ENDPOINTS["POST /api/shares"], async ({ user, body }) => ({
  body: await shareFacts(user.id, body),
  status: 201,
}));
