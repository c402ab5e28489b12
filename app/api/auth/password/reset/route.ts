import { resetPassword } from "@/lib/accounts/set-password";
import { AUTH_ENDPOINTS } from "@/lib/http/endpoints/auth-endpoints";
import { withVisitor } from "@/lib/http/route/with-visitor";

/** Sets a new password by the token of an e-mailed link; every session of the account ends. */
export const POST = withVisitor(
  AUTH_ENDPOINTS["POST /api/auth/password/reset"],
  async ({ body, clientIp }) => {
    await resetPassword(body, clientIp);
    return {};
  },
);
