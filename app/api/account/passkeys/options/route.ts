import { beginPasskey } from "@/lib/accounts/passkeys/begin-passkey";
import { withUser } from "@/lib/http/route/with-user";

/** Options with which a browser creates a passkey, after a recent re-authentication. */
export const POST = withUser({}, async ({ user, sessionId }) => ({
  body: await beginPasskey({ userId: user.id, sessionId }),
}));
