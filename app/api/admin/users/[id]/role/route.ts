import { setRole } from "@/lib/admin/change-access";
import { withAdmin } from "@/lib/http/route/with-admin";
import { idParamsSchema, roleSchema } from "@/lib/schemas/admin";

/** Changes a user's role. */
export const POST = withAdmin(
  { params: idParamsSchema, body: roleSchema },
  async ({ user, params, body }) => ({
    body: { user: await setRole({ adminId: user.id, userId: params.id, ...body }) },
  }),
);
