import { changePassword } from "@/lib/accounts/set-password";
import { withUser } from "@/lib/http/route/with-user";
import { changePasswordSchema } from "@/lib/schemas/account";

/** Changes one's own password, by a session with a recent proof; every session ends, this one too. */
export const POST = withUser({ body: changePasswordSchema }, async ({ user, sessionId, body }) => {
  await changePassword({ userId: user.id, sessionId }, body.next);
  return {};
});
