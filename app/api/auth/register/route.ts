import { registerUser } from "@/lib/accounts/register-user";
import { withVisitor } from "@/lib/http/route/with-visitor";
import { registerSchema } from "@/lib/schemas/account";

/** A new account with its practice portfolio; says the same where there is an account with this address. */
export const POST = withVisitor(
  { body: registerSchema, limit: "sign-up", account: ({ email }) => email },
  async ({ body }) => {
    await registerUser(body);
    return { status: 202, body: { email: body.email } };
  },
);
