import { exportAccount } from "@/lib/accounts/export-account";
import { withUser } from "@/lib/http/route/with-user";

/** The user's own data as a file. */
export const GET = withUser({ limit: "export" }, async ({ user }) => ({
  body: await exportAccount(user.id),
  headers: { "content-disposition": 'attachment; filename="terminal-zero.json"' },
}));
