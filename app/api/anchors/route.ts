import { findAnchors } from "@/lib/db/proof/anchors";
import { CHALLENGE_ENDPOINTS } from "@/lib/http/endpoints/challenge-endpoints";
import { withPublic } from "@/lib/http/route/with-public";

/** The public list of daily anchors; updated once a day. */
export const GET = withPublic(CHALLENGE_ENDPOINTS["GET /api/anchors"], async ({ limit }) => ({
  body: { anchors: await findAnchors(limit) },
  headers: { "cache-control": "public, max-age=60" },
}));
