import { type Money, ZERO } from "@/lib/core/decimal";
import { areSameLimits, hasOwnLimit, type OwnLimits } from "@/lib/core/limits/own-limits";
import { tightenLimits } from "@/lib/core/limits/tighten-limits";
import { calculateDayStart, calculateNextTime, nameDay } from "@/lib/core/time-zone";

/** Looser limits never hold earlier than this after the request, in ms. */
export const LOOSEN_AFTER_MS = 12 * 3_600_000;

/** What the limits are compared with, of the running day in the trader's zone. Quote currency. */
export type LimitDay = {
  /** The next reset. */
  endMs: number;
  /** At the day's start. */
  balance: Money;
  /** Realised since, after fees and funding. */
  net: Money;
  /** Trades opened. */
  trades: number;
  /** The newest trades that closed with a loss, up to the newest winning one. */
  lossesInRow: number;
  /** When the newest losing trade closed; it is kept over the reset. */
  lastLossMs: number | null;
};

export const LIMIT_CAUSES = ["loss", "streak", "pause", "hours", "trades"] as const;
export type LimitCause = (typeof LIMIT_CAUSES)[number];

/** Why no position may be opened, and until when; `trades` allows additions to an open position. */
export type LimitLock = { cause: LimitCause; untilMs: number };

/** A portfolio's own limits. Changed by events alone. */
export type LimitState = {
  limits: OwnLimits;
  /** Requested limits that hold from `fromMs` on, since they are looser. */
  pending: { limits: OwnLimits; fromMs: number } | null;
  day: LimitDay;
  /** The newest lock that was recorded in the log. */
  lock: LimitLock | null;
};

/** The day of an instant in a zone, before anything happened in it. */
export function beginLimitDay(
  zone: string,
  at: { nowMs: number; balance: Money; lastLossMs?: number | null },
): LimitDay {
  const { nowMs, balance, lastLossMs = null } = at;
  return {
    endMs: calculateNextTime(nowMs, { time: "00:00", zone }),
    balance,
    net: ZERO,
    trades: 0,
    lossesInRow: 0,
    lastLossMs,
  };
}

/** When the day of an instant began in a zone. */
export function calculateLimitDayStart(nowMs: number, zone: string): number {
  return calculateDayStart(nameDay(nowMs, zone), zone);
}

/**
 * The state at `nowMs`: after a reset a new day, which begins with `balance`, and the requested limits once
 * they hold. Null when no limit is left.
 */
export function rollLimits(state: LimitState, at: { nowMs: number; balance: Money }): LimitState | null {
  const isChanged = state.pending !== null && at.nowMs >= state.pending.fromMs;
  const { limits, pending } = isChanged
    ? { limits: state.pending?.limits ?? state.limits, pending: null }
    : state;
  if (pending === null && !hasOwnLimit(limits)) return null;
  const isOver = at.nowMs >= state.day.endMs;
  if (!isChanged && !isOver) return state;
  const day = isOver
    ? beginLimitDay(limits.zone, { ...at, lastLossMs: state.day.lastLossMs })
    : { ...state.day, endMs: beginLimitDay(limits.zone, at).endMs };
  return { ...state, limits, pending, day };
}

/**
 * The state after a request: what is tighter holds at once; what is looser from the next reset on, and never
 * before twelve hours have passed. A request that already waits keeps its time.
 */
export function requestLimits(
  state: LimitState,
  wanted: OwnLimits,
  nowMs: number,
): Pick<LimitState, "limits" | "pending"> {
  const limits = tightenLimits(state.limits, wanted);
  if (areSameLimits(limits, wanted)) return { limits, pending: null };
  const { pending } = state;
  if (pending !== null && areSameLimits(pending.limits, wanted)) return { limits, pending };
  const fromMs = Math.max(state.day.endMs, nowMs + LOOSEN_AFTER_MS);
  return { limits, pending: { limits: wanted, fromMs } };
}
