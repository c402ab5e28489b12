import { setPlan } from "@/lib/admin/set-plan";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";

/** Makes a free plan, or the next version of one. */
export const PUT = withAdmin(ADMIN_ENDPOINTS["PUT /api/admin/plans"], async ({ user, body }) => ({
  body: await setPlan(user.id, body),
}));
