import { CHALLENGE_ENDPOINTS } from "@/lib/http/endpoints/challenge-endpoints";
import { withPublic } from "@/lib/http/route/with-public";
import { readLeaderboard } from "@/lib/leaderboard/read-leaderboard";

export const GET = withPublic(CHALLENGE_ENDPOINTS["GET /api/leaderboard"], async (board) => ({
  body: await readLeaderboard(board),
}));
