import { createKey } from "@/lib/accounts/keys/create-key";
import { listOwnKeys } from "@/lib/accounts/keys/list-own-keys";
import { withUser } from "@/lib/http/route/with-user";
import { createKeySchema } from "@/lib/schemas/programs/api-keys";

/** The user's API keys, without secrets. */
export const GET = withUser({}, async ({ user }) => ({ body: { keys: await listOwnKeys(user.id) } }));

/** A new API key, after a recent re-authentication. The response has its secret, which is not shown again. */
export const POST = withUser({ body: createKeySchema }, async ({ user, sessionId, body }) => ({
  status: 201,
  body: await createKey({ userId: user.id, sessionId }, body),
}));
