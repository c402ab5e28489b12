import { changePassword } from "@/lib/accounts/set-password";
import { withUser } from "@/lib/http/with-user";
import { changePasswordSchema } from "@/lib/schemas/account";

/** Changes one's own password; every session ends, this one too. */
export const POST = withUser({ body: changePasswordSchema }, async ({ user, body }) => {
  await changePassword(user.id, body);
  return {};
});
