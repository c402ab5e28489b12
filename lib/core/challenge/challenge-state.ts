import { floorsOfPhase, type Plan } from "@/lib/core/challenge/plan";
import type { SeenMark } from "@/lib/core/challenge/seen-mark";
import { add, type Money, max, sub, ZERO } from "@/lib/core/decimal";
import { calculateNextTime } from "@/lib/core/time-zone";

/** Challenge state of a portfolio. Money in quote currency. Changed by events alone. */
export type ChallengeState = {
  challengeId: string;
  /** The rulebook as it was when the challenge started. */
  plan: Plan;
  /** From 1. */
  phase: number;
  /** S, the balance at the phase's start. */
  start: Money;
  day: {
    startMs: number;
    /** The next reset. */
    endMs: number;
    /** At the day's start. */
    balance: Money;
    equity: Money;
    /** Highest equity since. */
    peak: Money;
    /** Whether a position was opened in it. */
    isTraded: boolean;
    /**
     * Positions at the day's start with an old or missing mark: `equity` is corrected once they have a fresh
     * one.
     */
    unconfirmed: readonly SeenMark[];
  };
  highest: { dayBalance: Money; dayEquity: Money; balance: Money; equity: Money };
  /** Days in which a position was opened, today included. */
  tradingDays: number;
  /** Of the days before today: the best day's profit, and the profit of all that made one. */
  bestDay: Money;
  positiveDays: Money;
  /** Rules whose low headroom was already reported today. */
  warned: readonly string[];
  /** A soft limit was reached: trading is paused until this time. */
  pausedUntilMs: number | null;
};

/** A challenge's phase at its beginning. */
export function startProp(input: {
  challengeId: string;
  plan: Plan;
  phase: number;
  start: Money;
  atMs: number;
}): ChallengeState {
  const { challengeId, plan, phase, start, atMs } = input;
  return {
    challengeId,
    plan,
    phase,
    start,
    day: beginDay(plan, { atMs, balance: start, equity: start }),
    highest: { dayBalance: start, dayEquity: start, balance: start, equity: start },
    tradingDays: 0,
    bestDay: ZERO,
    positiveDays: ZERO,
    warned: [],
    pausedUntilMs: null,
  };
}

/** Figures at a reset. Left out, `verifiedEquity` is `equity`, since every mark was fresh. */
type DayStart = {
  atMs: number;
  balance: Money;
  equity: Money;
  verifiedEquity?: Money;
  unconfirmed?: readonly SeenMark[];
};

/** The state after the reset: a new day begins at `atMs` with these figures. */
export function rollDay(prop: ChallengeState, at: DayStart): ChallengeState {
  const verified = at.verifiedEquity ?? at.equity;
  const profit = sub(at.balance, prop.day.balance);
  const { highest } = prop;
  return {
    ...prop,
    day: beginDay(prop.plan, at),
    highest: {
      dayBalance: max(highest.dayBalance, at.balance),
      dayEquity: max(highest.dayEquity, verified),
      balance: max(highest.balance, at.balance),
      equity: max(highest.equity, verified),
    },
    bestDay: max(prop.bestDay, profit),
    positiveDays: add(prop.positiveDays, max(profit, ZERO)),
    warned: [],
    pausedUntilMs: null,
  };
}

/** The state after the day's opening equity was computed at fresh marks. An earlier peak is unchanged. */
export function correctDay(prop: ChallengeState, equity: Money): ChallengeState {
  const { day, highest } = prop;
  return {
    ...prop,
    day: { ...day, equity, peak: max(day.peak, equity), unconfirmed: [] },
    highest: {
      ...highest,
      dayEquity: max(highest.dayEquity, equity),
      equity: max(highest.equity, equity),
    },
  };
}

/** The state after equity reached a new peak. */
export function raisePeak(prop: ChallengeState, equity: Money): ChallengeState {
  const { day, highest } = prop;
  return {
    ...prop,
    day: { ...day, peak: max(day.peak, equity) },
    highest: { ...highest, equity: max(highest.equity, equity) },
  };
}

/** Whether `equity` is a new peak for a rule of the running phase. */
export function isNewPeak(prop: ChallengeState, equity: Money): boolean {
  return floorsOfPhase(prop.plan, prop.phase).some(
    ({ base }) =>
      (base === "day-peak" && equity > prop.day.peak) ||
      (base === "highest-equity" && equity > prop.highest.equity),
  );
}

/** The state after a balance change or an opened position; the same object when neither happened. */
export function recordTrading(
  prop: ChallengeState,
  seen: { balance: Money; hasOpened: boolean },
): ChallengeState {
  const rises = seen.balance > prop.highest.balance;
  const opensDay = seen.hasOpened && !prop.day.isTraded;
  if (!rises && !opensDay) return prop;
  return {
    ...prop,
    highest: rises ? { ...prop.highest, balance: seen.balance } : prop.highest,
    day: opensDay ? { ...prop.day, isTraded: true } : prop.day,
    tradingDays: prop.tradingDays + (opensDay ? 1 : 0),
  };
}

/** The newest reset up to `nowMs`, which is at or after the end of the running day. */
export function calculateLastReset(prop: ChallengeState, nowMs: number): number {
  const at = { time: prop.plan.resetAt, zone: prop.plan.zone };
  let resetMs = prop.day.endMs;
  for (let next = resetMs; next <= nowMs; next = calculateNextTime(next, at)) resetMs = next;
  return resetMs;
}

function beginDay(plan: Plan, at: DayStart): ChallengeState["day"] {
  return {
    startMs: at.atMs,
    endMs: calculateNextTime(at.atMs, { time: plan.resetAt, zone: plan.zone }),
    balance: at.balance,
    equity: at.equity,
    peak: at.verifiedEquity ?? at.equity,
    isTraded: false,
    unconfirmed: at.unconfirmed ?? [],
  };
}
