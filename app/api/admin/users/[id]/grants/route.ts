import { grantProduct } from "@/lib/admin/grant-product";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";

/** Grants a tier for some days, or a challenge. */
export const POST = withAdmin(
  ADMIN_ENDPOINTS["POST /api/admin/users/[id]/grants"],
  async ({ user, params, body }) => ({
    status: 201,
    body: await grantProduct(user.id, { userId: params.id, ...body }),
  }),
);
