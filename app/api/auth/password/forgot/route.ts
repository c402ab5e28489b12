import { forgotPassword } from "@/lib/accounts/forgot-password";
import { withVisitor } from "@/lib/http/route/with-visitor";
import { forgotPasswordSchema } from "@/lib/schemas/account";

/** Mails a link for a new password; the response is the same whether the account exists or not. */
export const POST = withVisitor(
  { body: forgotPasswordSchema, limit: "sign-in", account: ({ email }) => email },
  async ({ body }) => {
    forgotPassword(body.email);
    return { status: 202 };
  },
);
