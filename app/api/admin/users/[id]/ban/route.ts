import { setBan } from "@/lib/admin/change-access";
import { withAdmin } from "@/lib/http/route/with-admin";
import { banSchema, idParamsSchema } from "@/lib/schemas/admin";

/** Bans or unbans a user. */
export const POST = withAdmin(
  { params: idParamsSchema, body: banSchema },
  async ({ user, params, body }) => ({
    body: { user: await setBan({ adminId: user.id, userId: params.id, ...body }) },
  }),
);
