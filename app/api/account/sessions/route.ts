import { listOwnSessions } from "@/lib/accounts/own-sessions";
import { signOutEverywhere } from "@/lib/accounts/sign-out-everywhere";
import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { withUser } from "@/lib/http/route/with-user";

/** The user's own sessions. */
export const GET = withUser(ACCOUNT_ENDPOINTS["GET /api/account/sessions"], async ({ user, sessionId }) => ({
  body: { sessions: await listOwnSessions(user.id, sessionId) },
}));

/** Signs out everywhere, including this session. */
export const DELETE = withUser(ACCOUNT_ENDPOINTS["DELETE /api/account/sessions"], async ({ user }) => {
  await signOutEverywhere(user.id);
  return {};
});
