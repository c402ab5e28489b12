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

const window = z.enum(LEADERBOARD_WINDOWS);

const lineSchema = z.object({
  rank: z.number().int(),
  id: z.string(),
  name: z.string(),
  pnl: z.number(),
  return: z.number(),
  score: z.number(),
  trades: z.number().int(),
});
/** One place. `id` is that of the public profile, names are display names; `return` is a fraction of what the window began with. */
export type LeaderboardLine = z.infer<typeof lineSchema>;

/** `GET /api/leaderboard`: the first hundred as of `computedAt`; null before the first run. */
export const leaderboardSchema = z.object({
  window,
  by: z.enum(LEADERBOARD_MEASURES),
  computedAt: z.string().nullable(),
  ranked: z.number().int(),
  lines: z.array(lineSchema),
});
export type LeaderboardDto = z.infer<typeof leaderboardSchema>;

/** `GET /api/leaderboard/me`: null for one who is not ranked. */
export const ownPlaceSchema = z.object({
  window,
  place: z
    .object({
      ranks: z.record(z.enum(LEADERBOARD_MEASURES), z.number().int()),
      pnl: z.number(),
      return: z.number(),
      score: z.number(),
    })
    .nullable(),
});

/** Body of `PATCH /api/leaderboard/me`: whether one's name is shown from the next run on. */
export const listingSchema = z.strictObject({ isListed: z.boolean() });
