import { z } from "zod";

/** Practice portfolios and challenges are ranked separately. */
export const LEADERBOARD_LISTS = ["practice", "challenge"] as const;
export type LeaderboardList = (typeof LEADERBOARD_LISTS)[number];
export const LEADERBOARD_WINDOWS = ["24h", "7d", "30d"] as const;
export type LeaderboardWindow = (typeof LEADERBOARD_WINDOWS)[number];
export const LEADERBOARD_MEASURES = ["pnl", "return", "score"] as const;
export type LeaderboardMeasure = (typeof LEADERBOARD_MEASURES)[number];
/** One board: its portfolios, window and measure. */
export type Board = { list: LeaderboardList; window: LeaderboardWindow; by: LeaderboardMeasure };

/** Requirements for a rank in a window: closed trades, and UTC days with closed trades. */
export const LEADERBOARD_MINIMUM = {
  "24h": { trades: 3, days: 1 },
  "7d": { trades: 5, days: 2 },
  "30d": { trades: 10, days: 5 },
} as const satisfies Record<LeaderboardWindow, { trades: number; days: number }>;

/** Query of `GET /api/leaderboard`. */
export const leaderboardQuerySchema = z.object({
  list: z.enum(LEADERBOARD_LISTS).default("practice"),
  window: z.enum(LEADERBOARD_WINDOWS).default("24h"),
  by: z.enum(LEADERBOARD_MEASURES).default("pnl"),
});

const list = z.enum(LEADERBOARD_LISTS);
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
/**
 * One rank. `id` is that of the public profile, names are display names; `pnl` is the change of equity in
 * USDT, `return` that as a fraction of the capital, `score` that divided by √Σ(result of each trade)².
 */
export type LeaderboardLine = z.infer<typeof lineSchema>;

/** `GET /api/leaderboard`: the first hundred as of `computedAt`; null before the first run. */
export const leaderboardSchema = z.object({
  list,
  window,
  by: z.enum(LEADERBOARD_MEASURES),
  computedAt: z.string().nullable(),
  ranked: z.number().int(),
  lines: z.array(lineSchema),
});
export type LeaderboardDto = z.infer<typeof leaderboardSchema>;

/**
 * `GET /api/leaderboard/me`: null for a trader without a rank. `ranks.pnl` is null where a portfolio did not
 * begin with the standard opening balance.
 */
export const ownPlaceSchema = z.object({
  list,
  window,
  place: z
    .object({
      ranks: z.object({
        pnl: z.number().int().nullable(),
        return: z.number().int(),
        score: z.number().int(),
      }),
      pnl: z.number(),
      return: z.number(),
      score: z.number(),
    })
    .nullable(),
});
export type OwnPlace = NonNullable<z.infer<typeof ownPlaceSchema>["place"]>;

/** Body of `PATCH /api/leaderboard/me`: whether the user's name is shown from the next run on. */
export const listingSchema = z.strictObject({ isListed: z.boolean() });
