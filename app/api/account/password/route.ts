import { changePassword } from "@/lib/accounts/set-password";
import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { withUser } from "@/lib/http/route/with-user";

/**
 * Changes the user's own password, after a recent re-authentication; every session ends, including this one.
 */
export const POST = withUser(
  ACCOUNT_ENDPOINTS["POST /api/account/password"],
  async ({ user, sessionId, body }) => {
    await changePassword({ userId: user.id, sessionId }, body.next);
    return {};
  },
);
