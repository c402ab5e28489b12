import { beginPasskey } from "@/lib/accounts/passkeys/begin-passkey";
import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { withUser } from "@/lib/http/route/with-user";

/** Options with which a browser creates a passkey, after a recent re-authentication. */
export const POST = withUser(
  ACCOUNT_ENDPOINTS["POST /api/account/passkeys/options"],
  async ({ user, sessionId }) => ({
    body: await beginPasskey({ userId: user.id, sessionId }),
  }),
);
