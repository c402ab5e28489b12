import { addPasskey } from "@/lib/accounts/passkeys/add-passkey";
import { listOwnPasskeys } from "@/lib/accounts/passkeys/list-own-passkeys";
import { withUser } from "@/lib/http/route/with-user";
import { addPasskeySchema } from "@/lib/schemas/access/passkeys";

/** The user's passkeys. */
export const GET = withUser({}, async ({ user }) => ({ body: { passkeys: await listOwnPasskeys(user.id) } }));

/** Adds a passkey, after a recent re-authentication; responds with all of the user's. */
export const POST = withUser({ body: addPasskeySchema }, async ({ user, sessionId, body }) => ({
  status: 201,
  body: { passkeys: await addPasskey({ userId: user.id, sessionId }, body) },
}));
