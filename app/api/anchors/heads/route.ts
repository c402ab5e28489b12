import { findPublishedHeads } from "@/lib/challenge/proof/find-published-heads";
import { withPublic } from "@/lib/http/route/with-public";
import { anchoredHeadsQuerySchema } from "@/lib/schemas/sharing/anchor";

/** The anchored heads of one portfolio and the roots of all days; updated once a day. */
export const GET = withPublic({ query: anchoredHeadsQuerySchema }, async ({ portfolioId }) => ({
  body: await findPublishedHeads(portfolioId),
  headers: { "cache-control": "public, max-age=60" },
}));
