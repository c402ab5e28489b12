import { toUserDto } from "@/lib/db/admin/admin-users";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";
import { AppError } from "@/lib/schemas/api-error";

/** One user with portfolios, payments, grants and audit lines. */
export const GET = withAdmin(ADMIN_ENDPOINTS["GET /api/admin/users/[id]"], async ({ params }) => {
  const found = await toUserDto(params.id);
  if (found === null) throw new AppError("not_found", "There is no such user.");
  const payments = found.payments.map(({ providerId, ...rest }) => ({
    ...rest,
    providerId: providerId?.toString(),
  }));
  return { body: { ...found, payments } };
});
