import { revokeKey } from "@/lib/accounts/keys/revoke-key";
import { withUser } from "@/lib/http/route/with-user";
import { keyParamsSchema } from "@/lib/schemas/programs/api-keys";

/** Revokes an API key, after a recent re-authentication. */
export const DELETE = withUser({ params: keyParamsSchema }, async ({ user, sessionId, params }) => {
  await revokeKey({ userId: user.id, sessionId }, params.key);
  return {};
});
