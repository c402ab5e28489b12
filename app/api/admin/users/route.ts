import { searchUsers } from "@/lib/db/admin/admin-users";
import { withAdmin } from "@/lib/http/route/with-admin";
import { adminListSchema } from "@/lib/schemas/admin";

export const dynamic = "force-dynamic";

/** Users by email, name or id. */
export const GET = withAdmin({ query: adminListSchema }, async ({ query }) => {
  const users = await searchUsers(query);
  return { body: { users, nextCursor: users.length === query.limit ? users.at(-1)?.id : null } };
});
