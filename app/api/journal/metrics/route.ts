import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { measureJournal } from "@/lib/journal/measure-journal";

export const GET = withUser(JOURNAL_ENDPOINTS["GET /api/journal/metrics"], async ({ user, query }) => ({
  body: await measureJournal(user.id, query),
}));
