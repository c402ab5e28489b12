import type { Plan } from "@/lib/core/challenge/plan";
import { calculateNextTime } from "@/lib/core/time-zone";
import { MINUTE_MS } from "@/lib/lab/candles/timeframe";
import type { EquityTrack } from "@/lib/lab/plans/equity-track";

/** One day of a plan within a run: its minutes, and what bounds them. Equity in quote currency. */
export type PlanDay = {
  from: number;
  /** Not included. */
  to: number;
  low: number;
  high: number;
  /** The highest equity at the end of a minute without a position; -Infinity if there is none. */
  flatHigh: number;
  hasOpened: boolean;
};

/** The run's days from reset to reset; the first and the last may be parts. */
export function listPlanDays(
  { resetAt, zone }: Pick<Plan, "resetAt" | "zone">,
  { track, startMs }: { track: EquityTrack; startMs: number },
): PlanDay[] {
  const minutes = track.close.length;
  const days: PlanDay[] = [];
  for (let from = 0; from < minutes; ) {
    const endMs = calculateNextTime(startMs + from * MINUTE_MS, { time: resetAt, zone });
    const to = Math.min(minutes, Math.ceil((endMs - startMs) / MINUTE_MS));
    days.push(boundDay(track, from, to));
    from = to;
  }
  return days;
}

function boundDay({ low, high, close, state }: EquityTrack, from: number, to: number): PlanDay {
  const day: PlanDay = {
    from,
    to,
    low: Number.POSITIVE_INFINITY,
    high: Number.NEGATIVE_INFINITY,
    flatHigh: Number.NEGATIVE_INFINITY,
    hasOpened: false,
  };
  for (let minute = from; minute < to; minute += 1) {
    day.low = Math.min(day.low, low[minute] as number);
    day.high = Math.max(day.high, high[minute] as number);
    if (state[minute] === 0) day.flatHigh = Math.max(day.flatHigh, close[minute] as number);
    if (state[minute] === 2) day.hasOpened = true;
  }
  return day;
}
