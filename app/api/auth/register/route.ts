import { registerUser } from "@/lib/accounts/register-user";
import { withVisitor } from "@/lib/http/with-visitor";
import { registerSchema } from "@/lib/schemas/account";

/** A new account with its practice portfolio. */
export const POST = withVisitor({ body: registerSchema }, async ({ body }) => {
  const { id, email, displayName } = await registerUser(body);
  return { status: 201, body: { id, email, displayName } };
});
