import { proveIdentity } from "@/lib/accounts/prove-identity";
import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { findClientIp } from "@/lib/http/limits/client-ip";
import { withUser } from "@/lib/http/route/with-user";

/** Re-authenticates the session's user by password or code. */
export const POST = withUser(
  ACCOUNT_ENDPOINTS["POST /api/account/proof"],
  async ({ user, sessionId, body, request }) => {
    await proveIdentity({ userId: user.id, sessionId, clientIp: findClientIp(request.headers) }, body);
    return {};
  },
);
