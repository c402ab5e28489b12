import { revokeAlertHook } from "@/lib/hooks/revoke-alert-hook";
import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { withUser } from "@/lib/http/route/with-user";

/** Revokes a hook, after a recent re-authentication. */
export const DELETE = withUser(
  ACCOUNT_ENDPOINTS["DELETE /api/account/hooks/[id]"],
  async ({ user, sessionId, params }) => {
    await revokeAlertHook({ userId: user.id, sessionId }, params.id);
    return {};
  },
);
