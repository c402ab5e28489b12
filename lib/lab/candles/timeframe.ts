import { LabError } from "@/lib/lab/lab-error";

/** Minutes of each timeframe. A month has 30 days, as in jesse: bars are counted, not read off the calendar. */
const MINUTES = {
  "1m": 1,
  "3m": 3,
  "5m": 5,
  "15m": 15,
  "30m": 30,
  "45m": 45,
  "1h": 60,
  "2h": 120,
  "3h": 180,
  "4h": 240,
  "6h": 360,
  "8h": 480,
  "12h": 720,
  "1D": 1_440,
  "3D": 4_320,
  "1W": 10_080,
  "1M": 43_200,
} as const satisfies Record<string, number>;

export const MINUTE_MS = 60_000;
export const DAY_MINUTES = 1_440;
export const TIMEFRAMES = Object.keys(MINUTES) as readonly (keyof typeof MINUTES)[];

/** Length of a timeframe in minutes; "1d", "3d" and "1w" are accepted too. @throws LabError for another name */
export function minutesOf(timeframe: string): number {
  const name = /^\d+[dw]$/.test(timeframe) ? timeframe.toUpperCase() : timeframe;
  if (!Object.hasOwn(MINUTES, name)) {
    throw new LabError(`There is no timeframe "${timeframe}". There are: ${TIMEFRAMES.join(", ")}.`);
  }
  return MINUTES[name as keyof typeof MINUTES];
}
