import type { LeaderboardMeasure, LeaderboardWindow } from "@/lib/schemas/leaderboard";

/** Where the first hundred of a window are kept in Redis. */
export function writeKey(window: LeaderboardWindow, by: LeaderboardMeasure): string {
  return `leaderboard:${window}:${by}`;
}
