import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { listEntries } from "@/lib/journal/list-entries";

export const GET = withUser(JOURNAL_ENDPOINTS["GET /api/journal"], async ({ user, query }) => ({
  body: await listEntries(user.id, query),
}));
