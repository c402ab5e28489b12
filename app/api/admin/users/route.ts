import { searchUsers } from "@/lib/db/admin/admin-users";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";

export const dynamic = "force-dynamic";

/** Users by email, name or id. */
export const GET = withAdmin(ADMIN_ENDPOINTS["GET /api/admin/users"], async ({ query }) => {
  const users = await searchUsers(query);
  return { body: { users, nextCursor: users.length === query.limit ? users.at(-1)?.id : null } };
});
