import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { findLocale } from "@/lib/i18n/find-locale";
import { writeReport } from "@/lib/journal/report/write-report";

/** The report of the selected trades. */
export const GET = withUser(
  JOURNAL_ENDPOINTS["GET /api/journal/report.pdf"],
  async ({ user, query, request }) => ({
    bytes: await writeReport(user.id, query, findLocale(request.headers)),
    headers: {
      "content-type": "application/pdf",
      "content-disposition": 'attachment; filename="journal-report.pdf"',
    },
  }),
);
