import type { Board } from "@/lib/schemas/leaderboard";

/** Redis key of the first hundred of a board. */
export function leaderboardKey({ list, window, by }: Board): string {
  return `leaderboard:${list}:${window}:${by}`;
}
