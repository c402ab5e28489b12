import { FIRST_MONDAY_MS, INTERVAL_MS, type Interval } from "@/lib/schemas/market";

/** A candle interval as the stand-in counts it. */
export type IntervalShape = { name: Interval; lengthMs: number; offsetMs: number };

/** The interval of that name, or null. Months are not played. */
export function findInterval(name: string): IntervalShape | null {
  if (!Object.hasOwn(INTERVAL_MS, name)) return null;
  const interval = name as Interval;
  return {
    name: interval,
    lengthMs: INTERVAL_MS[interval],
    offsetMs: interval === "W" ? FIRST_MONDAY_MS : 0,
  };
}
