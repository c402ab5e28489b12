import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { annotateEntry } from "@/lib/journal/annotate-entry";
import { readEntry } from "@/lib/journal/read-entry";

export const GET = withUser(JOURNAL_ENDPOINTS["GET /api/journal/[id]"], async ({ user, params }) => ({
  body: await readEntry(user.id, params.id),
}));

export const PATCH = withUser(
  JOURNAL_ENDPOINTS["PATCH /api/journal/[id]"],
  async ({ user, params, body }) => ({ body: await annotateEntry(user.id, params.id, body) }),
);
