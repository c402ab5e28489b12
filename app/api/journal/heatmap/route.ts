import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { buildHeatmap } from "@/lib/journal/build-heatmap";

export const GET = withUser(JOURNAL_ENDPOINTS["GET /api/journal/heatmap"], async ({ user, query }) => ({
  body: await buildHeatmap(user.id, query),
}));
