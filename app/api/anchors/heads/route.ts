import { findPublishedHeads } from "@/lib/challenge/proof/find-published-heads";
import { CHALLENGE_ENDPOINTS } from "@/lib/http/endpoints/challenge-endpoints";
import { withPublic } from "@/lib/http/route/with-public";

/** The anchored heads of one portfolio and the roots of all days; updated once a day. */
export const GET = withPublic(CHALLENGE_ENDPOINTS["GET /api/anchors/heads"], async ({ portfolioId }) => ({
  body: await findPublishedHeads(portfolioId),
  headers: { "cache-control": "public, max-age=60" },
}));
