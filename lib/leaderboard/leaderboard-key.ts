import type { Board } from "@/lib/schemas/leaderboard";

/** Where the first hundred of a board are kept in Redis. */
export function writeKey({ list, window, by }: Board): string {
  return `leaderboard:${list}:${window}:${by}`;
}
