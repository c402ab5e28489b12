import "server-only";
import { beginRun, countRanked, findTop, finishRun, rankTraders } from "@/lib/db/queries/leaderboard";
import { getRedis } from "@/lib/infra/redis/redis";
import { leaderboardKey } from "@/lib/leaderboard/leaderboard-key";
import { readPositionMarks } from "@/lib/market/reference/read-position-marks";
import {
  LEADERBOARD_LISTS,
  LEADERBOARD_MEASURES,
  LEADERBOARD_WINDOWS,
  type LeaderboardDto,
  type LeaderboardWindow,
} from "@/lib/schemas/leaderboard";

const DAY_MS = 86_400_000;
const WINDOW_MS: Record<LeaderboardWindow, number> = { "24h": DAY_MS, "7d": 7 * DAY_MS, "30d": 30 * DAY_MS };
/** Equity is recorded at each quarter of an hour, so a window begins with one. */
const QUARTER_MS = 15 * 60_000;

/**
 * Ranks all traders for every list and window, and caches the first hundred of each measure. Open positions
 * count at the last mark, however old, so that a symbol without prices hides no loss.
 */
export async function computeLeaderboard(now = new Date()): Promise<{ run: number; ranked: number }> {
  const run = await beginRun();
  const startMs = Math.floor(now.getTime() / QUARTER_MS) * QUARTER_MS;
  const from = (window: LeaderboardWindow) => new Date(startMs - WINDOW_MS[window]);
  await rankTraders(
    run,
    { "24h": from("24h"), "7d": from("7d"), "30d": from("30d") },
    await readPositionMarks(),
  );
  const counts = await countRanked(run);
  await finishRun(run, now);
  const values: Record<string, string> = {};
  for (const list of LEADERBOARD_LISTS) {
    for (const window of LEADERBOARD_WINDOWS) {
      // Three concurrent queries instead of all, since other code uses the connections, too.
      const boards = LEADERBOARD_MEASURES.map(async (by): Promise<LeaderboardDto> => {
        const board = { list, window, by };
        const counted = counts.find((one) => one.list === list && one.window === window);
        const ranked = counted?.ranked[by] ?? 0;
        return { ...board, computedAt: now.toISOString(), ranked, lines: await findTop(run, board) };
      });
      for (const board of await Promise.all(boards)) values[leaderboardKey(board)] = JSON.stringify(board);
    }
  }
  await getRedis().mset(values);
  return { run, ranked: counts.reduce((sum, { ranked }) => sum + ranked.return, 0) };
}
