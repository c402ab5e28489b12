/** Candle intervals, spelled as the venue spells them: minutes, or D, W and M. */
export const INTERVALS = [
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
  "M",
] as const;
export type Interval = (typeof INTERVALS)[number];
/** Intervals whose candles all have the same length. A month does not. */
export type FixedInterval = Exclude<Interval, "M">;

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** Weeks start on Monday; 1970-01-01 was a Thursday, so the first Monday is four days in. */
const FIRST_MONDAY_MS = 4 * DAY_MS;
/** Candles of a range: the page of history that every browser requests alike, so that a CDN can cache it. */
export const RANGE_CANDLES = 500;

/** Length of one candle in ms. */
export const INTERVAL_MS = {
  "1": MINUTE_MS,
  "3": 3 * MINUTE_MS,
  "5": 5 * MINUTE_MS,
  "15": 15 * MINUTE_MS,
  "30": 30 * MINUTE_MS,
  "60": 60 * MINUTE_MS,
  "120": 120 * MINUTE_MS,
  "240": 240 * MINUTE_MS,
  "360": 360 * MINUTE_MS,
  "720": 720 * MINUTE_MS,
  D: DAY_MS,
  W: 7 * DAY_MS,
} as const satisfies Record<FixedInterval, number>;

/** Whether the text is a known interval. */
export function isInterval(text: string): text is Interval {
  return (INTERVALS as readonly string[]).includes(text);
}

/** Number of the candle that contains `timeMs`, counted from 1970 in UTC; weeks from the first Monday. */
export function candleIndex(interval: Interval, timeMs: number): number {
  if (interval === "M") {
    const date = new Date(timeMs);
    return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
  }
  return Math.floor((timeMs - offsetMs(interval)) / INTERVAL_MS[interval]);
}

/** Start of the candle with that number, in ms UTC. */
export function startOfIndexMs(interval: Interval, index: number): number {
  return interval === "M" ? Date.UTC(1970, index, 1) : index * INTERVAL_MS[interval] + offsetMs(interval);
}

/** Start of the candle that contains `timeMs`, in ms UTC. */
export function candleStartMs(interval: Interval, timeMs: number): number {
  return startOfIndexMs(interval, candleIndex(interval, timeMs));
}

/** End of the candle that contains `timeMs`, which is the start of the next one, in ms UTC. */
export function candleEndMs(interval: Interval, timeMs: number): number {
  return startOfIndexMs(interval, candleIndex(interval, timeMs) + 1);
}

/** End of the range that contains `timeMs`: ranges are `RANGE_CANDLES` candles each, counted from 1970. */
export function rangeEndMs(interval: Interval, timeMs: number): number {
  const range = Math.floor(candleIndex(interval, timeMs) / RANGE_CANDLES);
  return startOfIndexMs(interval, (range + 1) * RANGE_CANDLES);
}

function offsetMs(interval: FixedInterval): number {
  return interval === "W" ? FIRST_MONDAY_MS : 0;
}
