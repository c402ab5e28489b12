import { proveIdentity } from "@/lib/accounts/prove-identity";
import { findClientIp } from "@/lib/http/limits/client-ip";
import { withUser } from "@/lib/http/route/with-user";
import { proofSchema } from "@/lib/schemas/account";

/** Re-authenticates the session's user by password or code. */
export const POST = withUser({ body: proofSchema }, async ({ user, sessionId, body, request }) => {
  await proveIdentity({ userId: user.id, sessionId, clientIp: findClientIp(request.headers) }, body);
  return {};
});
