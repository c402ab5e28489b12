import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { findLocale } from "@/lib/i18n/find-locale";
import { reviewJournal } from "@/lib/journal/review-journal";

export const GET = withUser(
  JOURNAL_ENDPOINTS["GET /api/journal/review"],
  async ({ user, query, request }) => ({
    body: await reviewJournal(user.id, query, findLocale(request.headers)),
  }),
);
