import { setFlag } from "@/lib/admin/set-flag";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";

export const dynamic = "force-dynamic";

/** Sets for whom a feature is on. */
export const PUT = withAdmin(ADMIN_ENDPOINTS["PUT /api/admin/flags"], async ({ user, body }) => ({
  body: await setFlag(user.id, body),
}));
