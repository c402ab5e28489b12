import { withUser } from "@/lib/http/route/with-user";
import { exportJournal } from "@/lib/journal/export-journal";
import { journalMetricsQuerySchema } from "@/lib/schemas/journal";

export const GET = withUser(
  { query: journalMetricsQuerySchema, limit: "export" },
  async ({ user, query }) => {
    return {
      body: { exportedAt: new Date().toISOString(), entries: await exportJournal(user.id, query) },
      headers: { "content-disposition": 'attachment; filename="journal.json"' },
    };
  },
);
