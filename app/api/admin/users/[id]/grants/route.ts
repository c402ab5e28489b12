import { grantProduct } from "@/lib/admin/grant-product";
import { withAdmin } from "@/lib/http/route/with-admin";
import { grantSchema, idParamsSchema } from "@/lib/schemas/admin";

/** Grants a tier for some days, or a challenge. */
export const POST = withAdmin(
  { params: idParamsSchema, body: grantSchema },
  async ({ user, params, body }) => ({
    status: 201,
    body: await grantProduct(user.id, { userId: params.id, ...body }),
  }),
);
