import { withPublic } from "@/lib/http/route/with-public";
import { readLeaderboard } from "@/lib/leaderboard/read-leaderboard";
import { leaderboardQuerySchema } from "@/lib/schemas/leaderboard";

export const GET = withPublic({ query: leaderboardQuerySchema }, async (board) => ({
  body: await readLeaderboard(board),
}));
