import { createAlertHook } from "@/lib/hooks/create-alert-hook";
import { listAlertHooks } from "@/lib/hooks/list-alert-hooks";
import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { withUser } from "@/lib/http/route/with-user";

/** The user's hooks, without their tokens. */
export const GET = withUser(ACCOUNT_ENDPOINTS["GET /api/account/hooks"], async ({ user }) => ({
  body: { hooks: await listAlertHooks(user.id) },
}));

/** A new hook, after a recent re-authentication. The response has its URL, which is not shown again. */
export const POST = withUser(
  ACCOUNT_ENDPOINTS["POST /api/account/hooks"],
  async ({ user, sessionId, body }) => ({
    status: 201,
    body: await createAlertHook({ userId: user.id, sessionId }, body),
  }),
);
