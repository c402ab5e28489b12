import { withdraw } from "@/lib/db/admin/content";
import { withAdmin } from "@/lib/http/route/with-admin";
import { idParamsSchema, reasonSchema } from "@/lib/schemas/admin";
import { AppError } from "@/lib/schemas/api-error";

/** Withdraws an announcement. */
export const DELETE = withAdmin(
  { params: idParamsSchema, body: reasonSchema },
  async ({ user, params, body }) => {
    const act = {
      adminId: user.id,
      action: "withdraw",
      target: `announcement:${params.id}`,
      reason: body.reason,
    };
    if (!(await withdraw(act, params.id))) throw new AppError("not_found", "There is no such announcement.");
    return { status: 204 };
  },
);
