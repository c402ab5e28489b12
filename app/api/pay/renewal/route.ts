import { withUser } from "@/lib/http/route/with-user";
import { stopRenewals } from "@/lib/payments/stop-renewals";

/** Ends what renews by itself; what is paid runs on to its end. */
export const DELETE = withUser({}, async ({ user }) => ({ body: await stopRenewals(user.id) }));
