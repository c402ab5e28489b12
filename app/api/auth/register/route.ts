import { registerUser } from "@/lib/accounts/register-user";
import { withVisitor } from "@/lib/http/route/with-visitor";
import { registerSchema } from "@/lib/schemas/account";

/** Creates an account with its practice portfolio; the response is the same if the email has an account. */
export const POST = withVisitor(
  { body: registerSchema, limit: "sign-up", account: ({ email }) => email },
  async ({ body }) => {
    await registerUser(body);
    return { status: 202, body: { email: body.email } };
  },
);
