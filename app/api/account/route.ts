import { deleteAccount } from "@/lib/accounts/delete-account";
import { readAccount } from "@/lib/accounts/read-account";
import { updateAccount } from "@/lib/accounts/update-account";
import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { withUser } from "@/lib/http/route/with-user";

/** The user's own account. */
export const GET = withUser(ACCOUNT_ENDPOINTS["GET /api/account"], async ({ user }) => ({
  body: await readAccount(user.id),
}));

/** Changes the user's own profile. */
export const PATCH = withUser(ACCOUNT_ENDPOINTS["PATCH /api/account"], async ({ user, body }) => ({
  body: await updateAccount(user.id, body),
}));

/** Deletes the user's own account, after a recent re-authentication. */
export const DELETE = withUser(ACCOUNT_ENDPOINTS["DELETE /api/account"], async ({ user, sessionId }) => {
  await deleteAccount({ userId: user.id, sessionId });
  return {};
});
