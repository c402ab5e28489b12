import { createKey } from "@/lib/accounts/keys/create-key";
import { listOwnKeys } from "@/lib/accounts/keys/list-own-keys";
import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { withUser } from "@/lib/http/route/with-user";

/** The user's API keys, without secrets. */
export const GET = withUser(ACCOUNT_ENDPOINTS["GET /api/account/keys"], async ({ user }) => ({
  body: { keys: await listOwnKeys(user.id) },
}));

/** A new API key, after a recent re-authentication. The response has its secret, which is not shown again. */
export const POST = withUser(
  ACCOUNT_ENDPOINTS["POST /api/account/keys"],
  async ({ user, sessionId, body }) => ({
    status: 201,
    body: await createKey({ userId: user.id, sessionId }, body),
  }),
);
