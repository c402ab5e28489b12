import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { exportJournal } from "@/lib/journal/export-journal";
import { writeCsv } from "@/lib/journal/write-csv";

export const GET = withUser(JOURNAL_ENDPOINTS["GET /api/journal/export.csv"], async ({ user, query }) => {
  return {
    text: writeCsv(await exportJournal(user.id, query)),
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="journal.csv"',
    },
  };
});
