import { revokeAlertHook } from "@/lib/hooks/revoke-alert-hook";
import { withUser } from "@/lib/http/route/with-user";
import { hookParamsSchema } from "@/lib/schemas/programs/hooks";

/** Revokes a hook, after a recent re-authentication. */
export const DELETE = withUser({ params: hookParamsSchema }, async ({ user, sessionId, params }) => {
  await revokeAlertHook({ userId: user.id, sessionId }, params.id);
  return {};
});
