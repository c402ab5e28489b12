import { withUser } from "@/lib/http/route/with-user";
import { buildHeatmap } from "@/lib/journal/build-heatmap";
import { heatmapQuerySchema } from "@/lib/schemas/journal";

export const GET = withUser({ query: heatmapQuerySchema }, async ({ user, query }) => ({
  body: await buildHeatmap(user.id, query),
}));
