import { listOwnSessions } from "@/lib/accounts/own-sessions";
import { signOutEverywhere } from "@/lib/accounts/sign-out-everywhere";
import { withUser } from "@/lib/http/route/with-user";

/** The user's own sessions. */
export const GET = withUser({}, async ({ user, sessionId }) => ({
  body: { sessions: await listOwnSessions(user.id, sessionId) },
}));

/** Signs out everywhere, including this session. */
export const DELETE = withUser({}, async ({ user }) => {
  await signOutEverywhere(user.id);
  return {};
});
