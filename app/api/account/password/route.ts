import { changePassword } from "@/lib/accounts/set-password";
import { withUser } from "@/lib/http/route/with-user";
import { changePasswordSchema } from "@/lib/schemas/account";

/**
 * Changes the user's own password, after a recent re-authentication; every session ends, including this one.
 */
export const POST = withUser({ body: changePasswordSchema }, async ({ user, sessionId, body }) => {
  await changePassword({ userId: user.id, sessionId }, body.next);
  return {};
});
