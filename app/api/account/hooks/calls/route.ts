import { listReceivedAlerts } from "@/lib/hooks/list-alert-hooks";
import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { withUser } from "@/lib/http/route/with-user";

/** The newest alerts that the user's hooks received, and what came of each. */
export const GET = withUser(ACCOUNT_ENDPOINTS["GET /api/account/hooks/calls"], async ({ user }) => ({
  body: { calls: await listReceivedAlerts(user.id) },
}));
