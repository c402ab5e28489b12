import { resolveReviewItem } from "@/lib/db/journal/review-items";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";
import { AppError } from "@/lib/schemas/api-error";

/** Closes an item of the review queue. */
export const POST = withAdmin(
  ADMIN_ENDPOINTS["POST /api/admin/review/[id]"],
  async ({ user, params, body }) => {
    const act = {
      adminId: user.id,
      action: "resolve-review",
      target: `review:${params.id}`,
      reason: body.reason,
    };
    const item = await resolveReviewItem(act, params.id, body.resolution);
    if (item === null) throw new AppError("not_found", "There is no such open item.");
    return { body: { item } };
  },
);
