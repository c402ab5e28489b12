import { endOwnSession } from "@/lib/accounts/own-sessions";
import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { withUser } from "@/lib/http/route/with-user";

/** Ends one of the user's own sessions. */
export const DELETE = withUser(
  ACCOUNT_ENDPOINTS["DELETE /api/account/sessions/[handle]"],
  async ({ user, params }) => {
    await endOwnSession(user.id, params.handle);
    return {};
  },
);
