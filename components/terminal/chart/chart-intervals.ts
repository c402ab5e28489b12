import { createPersisted } from "@/lib/client/persisted";
import { INTERVALS, type Interval } from "@/lib/core/candle-interval";

/** The label of each interval. */
export const INTERVAL_TEXT = {
  "1": "1m",
  "3": "3m",
  "5": "5m",
  "15": "15m",
  "30": "30m",
  "60": "1h",
  "120": "2h",
  "240": "4h",
  "360": "6h",
  "720": "12h",
  D: "1D",
  W: "1W",
  M: "1M",
} as const satisfies Record<Interval, string>;

/** The intervals in the toolbar; the others are in its menu. */
export const COMMON_INTERVALS = [
  "1",
  "3",
  "5",
  "15",
  "30",
  "60",
  "240",
  "D",
  "W",
  "M",
] as const satisfies Interval[];

/** The trader's last choice of interval. */
export const intervalChoice = createPersisted<Interval>({
  key: "tz:interval",
  initial: "15",
  parse: (stored) => INTERVALS.find((interval) => interval === stored) ?? "15",
});
