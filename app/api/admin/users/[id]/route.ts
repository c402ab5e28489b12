import { toUserDto } from "@/lib/db/admin/admin-users";
import { withAdmin } from "@/lib/http/route/with-admin";
import { idParamsSchema } from "@/lib/schemas/admin";
import { AppError } from "@/lib/schemas/api-error";

/** One user with portfolios, payments, grants and audit lines. */
export const GET = withAdmin({ params: idParamsSchema }, async ({ params }) => {
  const found = await toUserDto(params.id);
  if (found === null) throw new AppError("not_found", "There is no such user.");
  const payments = found.payments.map(({ providerId, ...rest }) => ({
    ...rest,
    providerId: providerId?.toString(),
  }));
  return { body: { ...found, payments } };
});
