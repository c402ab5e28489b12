import { lockVoidChallenges } from "@/lib/challenge/lock-void-challenges";
import { revokeGrant } from "@/lib/db/admin/admin-users";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";
import { AppError } from "@/lib/schemas/api-error";

/** Revokes a grant; a challenge that was started from it becomes void. */
export const DELETE = withAdmin(
  ADMIN_ENDPOINTS["DELETE /api/admin/grants/[id]"],
  async ({ user, params, body }) => {
    const act = {
      adminId: user.id,
      action: "revoke-grant",
      target: `grant:${params.id}`,
      reason: body.reason,
    };
    if (!(await revokeGrant(act, params.id))) throw new AppError("not_found", "There is no such grant.");
    await lockVoidChallenges();
    return { status: 204 };
  },
);
