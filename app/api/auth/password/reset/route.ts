import { resetPassword } from "@/lib/accounts/set-password";
import { withVisitor } from "@/lib/http/route/with-visitor";
import { resetPasswordSchema } from "@/lib/schemas/account";

/** Sets a new password by the token of an e-mailed link; every session of the account ends. */
export const POST = withVisitor(
  { body: resetPasswordSchema, limit: "sign-in" },
  async ({ body, clientIp }) => {
    await resetPassword(body, clientIp);
    return {};
  },
);
