import { findAnchors } from "@/lib/db/proof/anchors";
import { withPublic } from "@/lib/http/route/with-public";
import { anchorsQuerySchema } from "@/lib/schemas/sharing/anchor";

/** The public list of daily anchors; updated once a day. */
export const GET = withPublic({ query: anchorsQuerySchema }, async ({ limit }) => ({
  body: { anchors: await findAnchors(limit) },
  headers: { "cache-control": "public, max-age=60" },
}));
