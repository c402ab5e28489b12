import { exportAccount } from "@/lib/accounts/export-account";
import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { withUser } from "@/lib/http/route/with-user";

/** The user's own data as a file. */
export const GET = withUser(ACCOUNT_ENDPOINTS["GET /api/account/export"], async ({ user }) => ({
  body: await exportAccount(user.id),
  headers: { "content-disposition": 'attachment; filename="terminal-zero.json"' },
}));
