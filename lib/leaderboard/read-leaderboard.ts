import "server-only";
import { getRedis } from "@/lib/infra/redis";
import { writeKey } from "@/lib/leaderboard/leaderboard-key";
import type { LeaderboardDto, LeaderboardMeasure, LeaderboardWindow } from "@/lib/schemas/leaderboard";

/** The first hundred as the last run left them. */
export async function readLeaderboard(
  window: LeaderboardWindow,
  by: LeaderboardMeasure,
): Promise<LeaderboardDto> {
  const text = await getRedis().get<string>(writeKey(window, by));
  if (text === null) return { window, by, computedAt: null, ranked: 0, lines: [] };
  return JSON.parse(text) as LeaderboardDto;
}
