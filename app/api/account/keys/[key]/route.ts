import { revokeKey } from "@/lib/accounts/keys/revoke-key";
import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { withUser } from "@/lib/http/route/with-user";

/** Revokes an API key, after a recent re-authentication. */
export const DELETE = withUser(
  ACCOUNT_ENDPOINTS["DELETE /api/account/keys/[key]"],
  async ({ user, sessionId, params }) => {
    await revokeKey({ userId: user.id, sessionId }, params.key);
    return {};
  },
);
