import { addPasskey } from "@/lib/accounts/passkeys/add-passkey";
import { listOwnPasskeys } from "@/lib/accounts/passkeys/list-own-passkeys";
import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { withUser } from "@/lib/http/route/with-user";

/** The user's passkeys. */
export const GET = withUser(ACCOUNT_ENDPOINTS["GET /api/account/passkeys"], async ({ user }) => ({
  body: { passkeys: await listOwnPasskeys(user.id) },
}));

/** Adds a passkey, after a recent re-authentication; responds with all of the user's. */
export const POST = withUser(
  ACCOUNT_ENDPOINTS["POST /api/account/passkeys"],
  async ({ user, sessionId, body }) => ({
    status: 201,
    body: { passkeys: await addPasskey({ userId: user.id, sessionId }, body) },
  }),
);
