import { beginTwoFactor, confirmTwoFactor, endTwoFactor } from "@/lib/accounts/two-factor";
import { findClientIp } from "@/lib/http/limits/client-ip";
import type { UserCall } from "@/lib/http/route/respond-with-session";
import { withUser } from "@/lib/http/route/with-user";
import { confirmTwoFactorSchema, endTwoFactorSchema } from "@/lib/schemas/account";

type Call = Pick<UserCall<undefined, undefined, undefined>, "user" | "sessionId" | "request">;

function callerOf({ user, sessionId, request }: Call) {
  return { userId: user.id, sessionId, clientIp: findClientIp(request.headers) };
}

/** A new secret for an authenticator, after a recent re-authentication. */
export const POST = withUser({}, async (call) => ({ body: await beginTwoFactor(callerOf(call)) }));

/** Enables two-factor sign-in; responds with the recovery codes. */
export const PUT = withUser({ body: confirmTwoFactorSchema }, async (call) => ({
  body: { recoveryCodes: await confirmTwoFactor(callerOf(call), call.body.code) },
}));

/** Disables two-factor sign-in, by one of its codes. */
export const DELETE = withUser({ body: endTwoFactorSchema }, async (call) => {
  await endTwoFactor(callerOf(call), call.body.code);
  return {};
});
