import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { exportJournal } from "@/lib/journal/export-journal";

export const GET = withUser(JOURNAL_ENDPOINTS["GET /api/journal/export.json"], async ({ user, query }) => {
  return {
    body: { exportedAt: new Date().toISOString(), entries: await exportJournal(user.id, query) },
    headers: { "content-disposition": 'attachment; filename="journal.json"' },
  };
});
