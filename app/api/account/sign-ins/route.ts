import { listOwnSignIns } from "@/lib/accounts/list-own-sign-ins";
import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { withUser } from "@/lib/http/route/with-user";

/** The user's sign-ins of the last 90 days. */
export const GET = withUser(ACCOUNT_ENDPOINTS["GET /api/account/sign-ins"], async ({ user }) => ({
  body: { signIns: await listOwnSignIns(user.id) },
}));
