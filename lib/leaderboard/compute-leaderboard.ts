import "server-only";
import { beginRun, countRanked, findTop, finishRun, rankTraders } from "@/lib/db/leaderboard";
import { getRedis } from "@/lib/infra/redis";
import { writeKey } from "@/lib/leaderboard/leaderboard-key";
import {
  LEADERBOARD_MEASURES,
  LEADERBOARD_WINDOWS,
  type LeaderboardDto,
  type LeaderboardWindow,
} from "@/lib/schemas/leaderboard";

const DAY_MS = 86_400_000;
const WINDOW_MS: Record<LeaderboardWindow, number> = { "24h": DAY_MS, "7d": 7 * DAY_MS, "30d": 30 * DAY_MS };

/** Ranks everybody anew for every window and keeps the first hundred of each measure where all can read them. */
export async function computeLeaderboard(): Promise<{ run: number; ranked: Record<string, number> }> {
  const computedAt = new Date();
  const run = await beginRun();
  const from = (window: LeaderboardWindow) => new Date(computedAt.getTime() - WINDOW_MS[window]);
  await rankTraders(run, { "24h": from("24h"), "7d": from("7d"), "30d": from("30d") });
  const ranked = await countRanked(run);
  await finishRun(run, computedAt);
  const values: Record<string, string> = {};
  for (const window of LEADERBOARD_WINDOWS) {
    for (const by of LEADERBOARD_MEASURES) {
      const lines = await findTop(run, window, by);
      const board: LeaderboardDto = {
        window,
        by,
        computedAt: computedAt.toISOString(),
        ranked: ranked[window],
        lines,
      };
      values[writeKey(window, by)] = JSON.stringify(board);
    }
  }
  await getRedis().mset(values);
  return { run, ranked };
}
