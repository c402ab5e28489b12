import { removePasskey } from "@/lib/accounts/passkeys/remove-passkey";
import { withUser } from "@/lib/http/route/with-user";
import { passkeyParamsSchema } from "@/lib/schemas/access/passkeys";

/** Removes a passkey, after a recent re-authentication. */
export const DELETE = withUser({ params: passkeyParamsSchema }, async ({ user, sessionId, params }) => {
  await removePasskey({ userId: user.id, sessionId }, params.id);
  return {};
});
