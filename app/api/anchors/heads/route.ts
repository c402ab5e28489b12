import { withPublic } from "@/lib/http/with-public";
import { findPublishedHeads } from "@/lib/prop/find-published-heads";
import { anchoredHeadsQuerySchema } from "@/lib/schemas/anchor";

export const GET = withPublic({ query: anchoredHeadsQuerySchema }, async ({ portfolioId }) => ({
  body: await findPublishedHeads(portfolioId),
}));
