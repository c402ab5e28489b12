import { listReceivedAlerts } from "@/lib/hooks/list-alert-hooks";
import { withUser } from "@/lib/http/route/with-user";

/** The newest alerts that the user's hooks received, and what came of each. */
export const GET = withUser({}, async ({ user }) => ({ body: { calls: await listReceivedAlerts(user.id) } }));
