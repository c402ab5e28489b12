import type { Interval } from "@/lib/schemas/market";

/**
 * The intervals and their arithmetic for the browser. They repeat `lib/schemas/market`, because importing
 * values from there brings the whole validation library into the page; a test holds the two together.
 */
export const CHART_INTERVALS = [
  "1",
  "3",
  "5",
  "15",
  "30",
  "60",
  "120",
  "240",
  "360",
  "720",
  "D",
  "W",
] as const satisfies readonly Interval[];

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** Weeks start on Monday; 1970-01-01 was a Thursday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

/** Length of one candle in ms. */
export function intervalMs(interval: Interval): number {
  if (interval === "D") return DAY_MS;
  return interval === "W" ? 7 * DAY_MS : Number(interval) * MINUTE_MS;
}

/** Start of the candle that holds `timeMs`, in ms UTC. */
export function startOfCandleMs(interval: Interval, timeMs: number): number {
  const offset = interval === "W" ? FIRST_MONDAY_MS : 0;
  const length = intervalMs(interval);
  return Math.floor((timeMs - offset) / length) * length + offset;
}
