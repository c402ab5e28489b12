import { removePasskey } from "@/lib/accounts/passkeys/remove-passkey";
import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { withUser } from "@/lib/http/route/with-user";

/** Removes a passkey, after a recent re-authentication. */
export const DELETE = withUser(
  ACCOUNT_ENDPOINTS["DELETE /api/account/passkeys/[id]"],
  async ({ user, sessionId, params }) => {
    await removePasskey({ userId: user.id, sessionId }, params.id);
    return {};
  },
);
