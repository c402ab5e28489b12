import { withdraw } from "@/lib/db/admin/content";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";
import { AppError } from "@/lib/schemas/api-error";

/** Withdraws an announcement. */
export const DELETE = withAdmin(
  ADMIN_ENDPOINTS["DELETE /api/admin/announcements/[id]"],
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
