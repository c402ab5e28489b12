import { listOwnSignIns } from "@/lib/accounts/list-own-sign-ins";
import { withUser } from "@/lib/http/route/with-user";

/** The user's sign-ins of the last 90 days. */
export const GET = withUser({}, async ({ user }) => ({ body: { signIns: await listOwnSignIns(user.id) } }));
