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
    // Three at once, not nine: others use the connections, too.
    const boards = LEADERBOARD_MEASURES.map(async (by): Promise<LeaderboardDto> => {
      const lines = await findTop(run, window, by);
      return { window, by, computedAt: computedAt.toISOString(), ranked: ranked[window], lines };
    });
    for (const board of await Promise.all(boards)) values[writeKey(window, board.by)] = JSON.stringify(board);
  }
  await getRedis().mset(values);
  return { run, ranked };
}
