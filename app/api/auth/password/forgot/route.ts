import { forgotPassword } from "@/lib/accounts/forgot-password";
import { AUTH_ENDPOINTS } from "@/lib/http/endpoints/auth-endpoints";
import { withVisitor } from "@/lib/http/route/with-visitor";

/** Mails a link for a new password; the response is the same whether the account exists or not. */
export const POST = withVisitor(AUTH_ENDPOINTS["POST /api/auth/password/forgot"], async ({ body }) => {
  forgotPassword(body.email);
  return { status: 202 };
});
