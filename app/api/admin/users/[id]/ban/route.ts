import { setBan } from "@/lib/admin/change-access";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";

/** Bans or unbans a user. */
export const POST = withAdmin(
  ADMIN_ENDPOINTS["POST /api/admin/users/[id]/ban"],
  async ({ user, params, body }) => ({
    body: { user: await setBan({ adminId: user.id, userId: params.id, ...body }) },
  }),
);
