import { type Money, mul, neg } from "@/lib/core/decimal";
import {
  LIMIT_CAUSES,
  type LimitCause,
  type LimitLock,
  type LimitState,
} from "@/lib/core/limits/limit-state";
import type { TradingHours } from "@/lib/core/limits/own-limits";
import { calculateNextTime } from "@/lib/core/time-zone";

const MINUTE_MS = 60_000;

/** The limits that forbid to open a position at `nowMs`, the longest first. `state` is rolled to `nowMs`. */
export function listLimitLocks(state: LimitState, nowMs: number): LimitLock[] {
  return LIMIT_CAUSES.flatMap((cause) => {
    const untilMs = FIND_END[cause](state, nowMs);
    return untilMs === null || untilMs <= nowMs ? [] : [{ cause, untilMs }];
  }).sort((one, other) => other.untilMs - one.untilMs);
}

/** The next time at which the trading hours end, and when they begin again; null without such a limit. */
export function findNextClosing(
  state: LimitState,
  nowMs: number,
): { fromMs: number; untilMs: number } | null {
  const { hours, zone } = state.limits;
  if (hours === null) return null;
  const fromMs = calculateNextTime(nowMs, { time: hours.closesAt, zone });
  return { fromMs, untilMs: calculateNextTime(fromMs, { time: hours.opensAt, zone }) };
}

/** For each limit: when its lock ends, or null while it is not reached. */
const FIND_END: Record<LimitCause, (state: LimitState, nowMs: number) => number | null> = {
  loss: ({ limits, day }) => {
    const { dayLoss, dayLossShare } = limits;
    const floors = [dayLoss, dayLossShare && mul(dayLossShare, day.balance)].filter((one) => one !== null);
    return floors.some((amount) => day.net < 0n && day.net <= neg(amount as Money)) ? day.endMs : null;
  },
  streak: ({ limits, day }) =>
    limits.lossesInRow !== null && day.lossesInRow >= limits.lossesInRow ? day.endMs : null,
  pause: ({ limits, day }) =>
    limits.pauseMinutes !== null && day.lastLossMs !== null
      ? day.lastLossMs + limits.pauseMinutes * MINUTE_MS
      : null,
  hours: ({ limits }, nowMs) =>
    limits.hours === null ? null : findOpening(limits.hours, { zone: limits.zone, nowMs }),
  trades: ({ limits, day }) =>
    limits.tradesPerDay !== null && day.trades >= limits.tradesPerDay ? day.endMs : null,
};

/** When the hours begin again; null within them. */
function findOpening(hours: TradingHours, at: { zone: string; nowMs: number }): number | null {
  const opensMs = calculateNextTime(at.nowMs, { time: hours.opensAt, zone: at.zone });
  const closesMs = calculateNextTime(at.nowMs, { time: hours.closesAt, zone: at.zone });
  return opensMs < closesMs ? opensMs : null;
}
