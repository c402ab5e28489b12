import { findOwnPlace } from "@/lib/db/leaderboard";
import { withUser } from "@/lib/http/with-user";
import { leaderboardQuerySchema } from "@/lib/schemas/leaderboard";

export const GET = withUser({ query: leaderboardQuerySchema }, async ({ user, query }) => ({
  body: { window: query.window, place: await findOwnPlace(user.id, query.window) },
}));
