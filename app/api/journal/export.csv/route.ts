import { withUser } from "@/lib/http/route/with-user";
import { exportJournal } from "@/lib/journal/export-journal";
import { writeCsv } from "@/lib/journal/write-csv";
import { journalMetricsQuerySchema } from "@/lib/schemas/journal";

export const GET = withUser(
  { query: journalMetricsQuerySchema, limit: "export" },
  async ({ user, query }) => {
    return {
      text: writeCsv(await exportJournal(user.id, query)),
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="journal.csv"',
      },
    };
  },
);
