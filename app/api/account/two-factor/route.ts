import { beginTwoFactor, confirmTwoFactor, endTwoFactor } from "@/lib/accounts/two-factor";
import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { findClientIp } from "@/lib/http/limits/client-ip";
import type { UserCall } from "@/lib/http/route/respond-with-session";
import { withUser } from "@/lib/http/route/with-user";

type Call = Pick<UserCall<undefined, undefined, undefined>, "user" | "sessionId" | "request">;

function callerOf({ user, sessionId, request }: Call) {
  return { userId: user.id, sessionId, clientIp: findClientIp(request.headers) };
}

/** A new secret for an authenticator, after a recent re-authentication. */
export const POST = withUser(ACCOUNT_ENDPOINTS["POST /api/account/two-factor"], async (call) => ({
  body: await beginTwoFactor(callerOf(call)),
}));

/** Enables two-factor sign-in; responds with the recovery codes. */
export const PUT = withUser(ACCOUNT_ENDPOINTS["PUT /api/account/two-factor"], async (call) => ({
  body: { recoveryCodes: await confirmTwoFactor(callerOf(call), call.body.code) },
}));

/** Disables two-factor sign-in, by one of its codes. */
export const DELETE = withUser(ACCOUNT_ENDPOINTS["DELETE /api/account/two-factor"], async (call) => {
  await endTwoFactor(callerOf(call), call.body.code);
  return {};
});
