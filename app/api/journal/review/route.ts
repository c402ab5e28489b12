import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { reviewJournal } from "@/lib/journal/review-journal";

export const GET = withUser(JOURNAL_ENDPOINTS["GET /api/journal/review"], async ({ user, query }) => ({
  body: await reviewJournal(user.id, query),
}));
