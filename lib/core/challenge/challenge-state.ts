import { floorsOfPhase, type Plan, phaseOf, tradingRulesOfPhase } from "@/lib/core/challenge/plan";
import type { TradingRuleKind } from "@/lib/core/challenge/rules/trading-rule";
import type { SeenMark } from "@/lib/core/challenge/seen-mark";
import { add, type Money, max, mul, sub, ZERO } from "@/lib/core/decimal";
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
  /** Of the days before today: those whose closed profit reached the phase's `minDayProfit`. */
  profitableDays: number;
  /** The newest fill, or the phase's start; null in a phase without a rule on inactivity. */
  lastFillMs: number | null;
  /** Positions without a stop, and since when, in a phase that requires one. */
  unprotected: readonly { symbol: string; sinceMs: number }[];
  /** The running period of a phase whose balance is scaled: its beginning, the balance then, and the first S. */
  period: { sinceMs: number; balance: Money; firstStart: Money } | null;
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
    profitableDays: 0,
    lastFillMs: hasRule(plan, phase, "inactivity") ? atMs : null,
    unprotected: [],
    period: phaseOf(plan, phase).scaling ? { sinceMs: atMs, balance: start, firstStart: start } : null,
  };
}

/** A stored state in its current shape: those of earlier versions lack what their plans had no rules for. */
export function upcastChallenge(stored: StoredChallengeState): ChallengeState {
  return { profitableDays: 0, lastFillMs: null, unprotected: [], period: null, ...stored };
}

type Tracked = "profitableDays" | "lastFillMs" | "unprotected" | "period";
type StoredChallengeState = Omit<ChallengeState, Tracked> & Partial<Pick<ChallengeState, Tracked>>;

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
    profitableDays: prop.profitableDays + (isProfitableDay(prop, at.balance) ? 1 : 0),
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

/** Whether the closed profit of the running day makes it count; false in a phase where any traded day counts. */
export function isProfitableDay(prop: ChallengeState, balance: Money): boolean {
  const least = phaseOf(prop.plan, prop.phase).minDayProfit ?? null;
  return least !== null && sub(balance, prop.day.balance) >= mul(prop.start, least);
}

/** The state after an event, for the rules on time; the same object when nothing changed for them. */
export function trackTrading(
  prop: ChallengeState,
  seen: { atMs: number; hasFilled: boolean; bare: readonly string[] },
): ChallengeState {
  const lastFillMs = seen.hasFilled && prop.lastFillMs !== null ? seen.atMs : prop.lastFillMs;
  const bare = hasRule(prop.plan, prop.phase, "stop-required") ? seen.bare : [];
  const isSame =
    bare.length === prop.unprotected.length &&
    prop.unprotected.every(({ symbol }, index) => symbol === bare[index]);
  if (isSame) return lastFillMs === prop.lastFillMs ? prop : { ...prop, lastFillMs };
  const unprotected = bare.map(
    (symbol) => prop.unprotected.find((one) => one.symbol === symbol) ?? { symbol, sinceMs: seen.atMs },
  );
  return { ...prop, lastFillMs, unprotected };
}

/** The state after a period of scaling ended at the running day's start and S was raised by `amount`. */
export function scaleStart(prop: ChallengeState, balance: Money, amount: Money): ChallengeState {
  const { day, highest, period } = prop;
  if (period === null) throw new Error("The phase has no scaling.");
  const raise = (value: Money) => add(value, amount);
  return {
    ...prop,
    start: raise(prop.start),
    day: { ...day, balance: raise(day.balance), equity: raise(day.equity), peak: raise(day.peak) },
    highest: {
      dayBalance: raise(highest.dayBalance),
      dayEquity: raise(highest.dayEquity),
      balance: raise(highest.balance),
      equity: raise(highest.equity),
    },
    period: { ...period, sinceMs: day.startMs, balance },
  };
}

/** The newest reset up to `nowMs`, which is at or after the end of the running day. */
export function calculateLastReset(prop: ChallengeState, nowMs: number): number {
  const at = { time: prop.plan.resetAt, zone: prop.plan.zone };
  let resetMs = prop.day.endMs;
  for (let next = resetMs; next <= nowMs; next = calculateNextTime(next, at)) resetMs = next;
  return resetMs;
}

function hasRule(plan: Plan, phase: number, kind: TradingRuleKind): boolean {
  return tradingRulesOfPhase(plan, phase).some((rule) => rule.kind === kind);
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
