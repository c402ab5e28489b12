import "server-only";
import { getRedis } from "@/lib/infra/redis/redis";
import { leaderboardKey } from "@/lib/leaderboard/leaderboard-key";
import type { Board, LeaderboardDto } from "@/lib/schemas/leaderboard";

/** The first hundred of a board from the last run. */
export async function readLeaderboard(board: Board): Promise<LeaderboardDto> {
  const text = await getRedis().get<string>(leaderboardKey(board));
  if (text === null) return { ...board, computedAt: null, ranked: 0, lines: [] };
  return JSON.parse(text) as LeaderboardDto;
}
