import { findAnchors } from "@/lib/db/anchors";
import { withPublic } from "@/lib/http/with-public";
import { anchorsQuerySchema } from "@/lib/schemas/anchor";

export const GET = withPublic({ query: anchorsQuerySchema }, async ({ limit }) => ({
  body: { anchors: await findAnchors(limit) },
}));
