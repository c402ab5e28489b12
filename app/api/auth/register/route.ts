import { registerUser } from "@/lib/accounts/register-user";
import { AUTH_ENDPOINTS } from "@/lib/http/endpoints/auth-endpoints";
import { withVisitor } from "@/lib/http/route/with-visitor";
import { findLocale } from "@/lib/i18n/find-locale";

/** Creates an account with its practice portfolio; the response is the same if the email has an account. */
export const POST = withVisitor(AUTH_ENDPOINTS["POST /api/auth/register"], async ({ body, request }) => {
  await registerUser({ ...body, locale: findLocale(request.headers) });
  return { status: 202, body: { email: body.email } };
});
