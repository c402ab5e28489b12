import { registerUser } from "@/lib/accounts/register-user";
import { AUTH_ENDPOINTS } from "@/lib/http/endpoints/auth-endpoints";
import { withVisitor } from "@/lib/http/route/with-visitor";

/** Creates an account with its practice portfolio; the response is the same if the email has an account. */
export const POST = withVisitor(AUTH_ENDPOINTS["POST /api/auth/register"], async ({ body }) => {
  await registerUser(body);
  return { status: 202, body: { email: body.email } };
});
