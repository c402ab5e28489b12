import { verifyEmail } from "@/lib/accounts/verify-email";
import { readSession } from "@/lib/auth/session/read-session";
import { createSessionCookie } from "@/lib/auth/session/session-token";
import { AUTH_ENDPOINTS } from "@/lib/http/endpoints/auth-endpoints";
import { withVisitor } from "@/lib/http/route/with-visitor";
import { findLocale } from "@/lib/i18n/find-locale";

/**
 * Verifies an email by the token of an e-mailed link. A browser that is signed in to the account gets a new session; any
 * other gets, the first time, a token for choosing a password.
 */
export const POST = withVisitor(
  AUTH_ENDPOINTS["POST /api/auth/email/verify"],
  async ({ body, clientIp, request }) => {
    const session = await readSession({ cookie: request.headers.get("cookie") });
    const { headers } = request;
    const origin = {
      clientIp,
      userAgent: headers.get("user-agent") ?? "",
      locale: findLocale(headers),
    };
    const { session: renewed, passwordToken } = await verifyEmail(body.token, { session, origin });
    if (passwordToken !== null) return { body: { passwordToken } };
    return renewed ? { headers: { "set-cookie": await createSessionCookie(renewed) } } : {};
  },
);
