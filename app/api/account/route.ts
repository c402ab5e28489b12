import { deleteAccount } from "@/lib/accounts/delete-account";
import { readAccount } from "@/lib/accounts/read-account";
import { updateAccount } from "@/lib/accounts/update-account";
import { withUser } from "@/lib/http/route/with-user";
import { deleteAccountSchema, updateAccountSchema } from "@/lib/schemas/account";

/** The user's own account. */
export const GET = withUser({}, async ({ user }) => ({ body: await readAccount(user.id) }));

/** Changes the user's own profile. */
export const PATCH = withUser({ body: updateAccountSchema }, async ({ user, body }) => ({
  body: await updateAccount(user.id, body),
}));

/** Deletes the user's own account, after a recent re-authentication. */
export const DELETE = withUser({ body: deleteAccountSchema }, async ({ user, sessionId }) => {
  await deleteAccount({ userId: user.id, sessionId });
  return {};
});
