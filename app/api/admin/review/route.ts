import { listReviewItems } from "@/lib/db/journal/review-items";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";

export const dynamic = "force-dynamic";

/** Review items, open ones first. */
export const GET = withAdmin(ADMIN_ENDPOINTS["GET /api/admin/review"], async ({ query }) => {
  const items = await listReviewItems(query);
  return { body: { items, nextCursor: items.length === query.limit ? items.at(-1)?.id : null } };
});
