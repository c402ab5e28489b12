import { listReviewItems } from "@/lib/db/journal/review-items";
import { withAdmin } from "@/lib/http/route/with-admin";
import { adminListSchema } from "@/lib/schemas/admin";

export const dynamic = "force-dynamic";

/** Review items, open ones first. */
export const GET = withAdmin({ query: adminListSchema }, async ({ query }) => {
  const items = await listReviewItems(query);
  return { body: { items, nextCursor: items.length === query.limit ? items.at(-1)?.id : null } };
});
