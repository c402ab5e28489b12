import { z } from "zod";

export const LEADERBOARD_WINDOWS = ["24h", "7d", "30d"] as const;
export type LeaderboardWindow = (typeof LEADERBOARD_WINDOWS)[number];
export const LEADERBOARD_MEASURES = ["pnl", "return", "score"] as const;
export type LeaderboardMeasure = (typeof LEADERBOARD_MEASURES)[number];

/** Query of `GET /api/leaderboard`. */
export const leaderboardQuerySchema = z.object({
  window: z.enum(LEADERBOARD_WINDOWS).default("24h"),
  by: z.enum(LEADERBOARD_MEASURES).default("pnl"),
});

/** One place. `id` is that of the public profile, names are display names; `return` is a fraction of what the window began with. */
export type LeaderboardLine = {
  rank: number;
  id: string;
  name: string;
  pnl: number;
  return: number;
  score: number;
  trades: number;
};

/** `GET /api/leaderboard`: the first hundred as of `computedAt`; null before the first run. */
export type LeaderboardDto = {
  window: LeaderboardWindow;
  by: LeaderboardMeasure;
  computedAt: string | null;
  ranked: number;
  lines: LeaderboardLine[];
};

/** Body of `PATCH /api/leaderboard/me`: whether one's name is shown from the next run on. */
export const listingSchema = z.strictObject({ isListed: z.boolean() });
