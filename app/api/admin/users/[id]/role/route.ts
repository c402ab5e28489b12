import { setRole } from "@/lib/admin/change-access";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";

/** Changes a user's role. */
export const POST = withAdmin(
  ADMIN_ENDPOINTS["POST /api/admin/users/[id]/role"],
  async ({ user, params, body }) => ({
    body: { user: await setRole({ adminId: user.id, userId: params.id, ...body }) },
  }),
);
