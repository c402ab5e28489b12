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
export function startChallengeState(input: {
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
export function rollDay(challenge: ChallengeState, at: DayStart): ChallengeState {
  const verified = at.verifiedEquity ?? at.equity;
  const profit = sub(at.balance, challenge.day.balance);
  const { highest } = challenge;
  return {
    ...challenge,
    day: beginDay(challenge.plan, at),
    highest: {
      dayBalance: max(highest.dayBalance, at.balance),
      dayEquity: max(highest.dayEquity, verified),
      balance: max(highest.balance, at.balance),
      equity: max(highest.equity, verified),
    },
    bestDay: max(challenge.bestDay, profit),
    positiveDays: add(challenge.positiveDays, max(profit, ZERO)),
    profitableDays: challenge.profitableDays + (isProfitableDay(challenge, at.balance) ? 1 : 0),
    warned: [],
    pausedUntilMs: null,
  };
}

/** The state after the day's opening equity was computed at fresh marks. An earlier peak is unchanged. */
export function correctDay(challenge: ChallengeState, equity: Money): ChallengeState {
  const { day, highest } = challenge;
  return {
    ...challenge,
    day: { ...day, equity, peak: max(day.peak, equity), unconfirmed: [] },
    highest: {
      ...highest,
      dayEquity: max(highest.dayEquity, equity),
      equity: max(highest.equity, equity),
    },
  };
}

/** The state after equity reached a new peak. */
export function raisePeak(challenge: ChallengeState, equity: Money): ChallengeState {
  const { day, highest } = challenge;
  return {
    ...challenge,
    day: { ...day, peak: max(day.peak, equity) },
    highest: { ...highest, equity: max(highest.equity, equity) },
  };
}

/** Whether `equity` is a new peak for a rule of the running phase. */
export function isNewPeak(challenge: ChallengeState, equity: Money): boolean {
  return floorsOfPhase(challenge.plan, challenge.phase).some(
    ({ base }) =>
      (base === "day-peak" && equity > challenge.day.peak) ||
      (base === "highest-equity" && equity > challenge.highest.equity),
  );
}

/** The state after a balance change or an opened position; the same object when neither happened. */
export function recordTrading(
  challenge: ChallengeState,
  seen: { balance: Money; hasOpened: boolean },
): ChallengeState {
  const rises = seen.balance > challenge.highest.balance;
  const opensDay = seen.hasOpened && !challenge.day.isTraded;
  if (!rises && !opensDay) return challenge;
  return {
    ...challenge,
    highest: rises ? { ...challenge.highest, balance: seen.balance } : challenge.highest,
    day: opensDay ? { ...challenge.day, isTraded: true } : challenge.day,
    tradingDays: challenge.tradingDays + (opensDay ? 1 : 0),
  };
}

/** Whether the closed profit of the running day makes it count; false in a phase where any traded day counts. */
export function isProfitableDay(challenge: ChallengeState, balance: Money): boolean {
  const least = phaseOf(challenge.plan, challenge.phase).minDayProfit ?? null;
  return least !== null && sub(balance, challenge.day.balance) >= mul(challenge.start, least);
}

/** The state after an event, for the rules on time; the same object when nothing changed for them. */
export function trackTrading(
  challenge: ChallengeState,
  seen: { atMs: number; hasFilled: boolean; bare: readonly string[] },
): ChallengeState {
  const lastFillMs = seen.hasFilled && challenge.lastFillMs !== null ? seen.atMs : challenge.lastFillMs;
  const bare = hasRule(challenge.plan, challenge.phase, "stop-required") ? seen.bare : [];
  const isSame =
    bare.length === challenge.unprotected.length &&
    challenge.unprotected.every(({ symbol }, index) => symbol === bare[index]);
  if (isSame) return lastFillMs === challenge.lastFillMs ? challenge : { ...challenge, lastFillMs };
  const unprotected = bare.map(
    (symbol) => challenge.unprotected.find((one) => one.symbol === symbol) ?? { symbol, sinceMs: seen.atMs },
  );
  return { ...challenge, lastFillMs, unprotected };
}

/** The state after a period of scaling ended at the running day's start and S was raised by `amount`. */
export function scaleStart(challenge: ChallengeState, balance: Money, amount: Money): ChallengeState {
  const { day, highest, period } = challenge;
  if (period === null) throw new Error("The phase has no scaling.");
  const raise = (value: Money) => add(value, amount);
  return {
    ...challenge,
    start: raise(challenge.start),
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
export function calculateLastReset(challenge: ChallengeState, nowMs: number): number {
  const at = { time: challenge.plan.resetAt, zone: challenge.plan.zone };
  let resetMs = challenge.day.endMs;
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
