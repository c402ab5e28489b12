import {
  type ChallengeState,
  calculateLastReset,
  isNewPeak,
  raisePeak,
  recordTrading,
  rollDay,
  scaleStart,
  startChallengeState,
  trackTrading,
} from "@/lib/core/challenge/challenge-state";
import { evaluate } from "@/lib/core/challenge/evaluate";
import { findViolations, type Violation } from "@/lib/core/challenge/find-violations";
import type { Plan } from "@/lib/core/challenge/plan";
import { calculateScaling } from "@/lib/core/challenge/rules/calculate-scaling";
import { type Deadline, listDeadlines } from "@/lib/core/challenge/rules/list-deadlines";
import type { LossLimitStanding } from "@/lib/core/challenge/rules/loss-limit";
import type { TradingView } from "@/lib/core/challenge/rules/trading-view";
import { add, type Money, mulDiv, sub, ZERO } from "@/lib/core/decimal";

/** Figures of a portfolio at a past moment, oldest first. Quote currency. */
export type HistoryPoint = {
  atMs: number;
  balance: Money;
  equity: Money;
  hasPosition: boolean;
  /** A position was opened at this moment. */
  hasOpened: boolean;
  /**
   * What the trading rules see; left out where only balances are known. `openedSymbol` was entered since the
   * point before.
   */
  trading?: { view: TradingView; hasFilled: boolean; openedSymbol: string | null };
  /** A day of the history's own challenge began here, at the reset `resetMs`, with these figures. */
  resetMs?: number;
  /** An order goes on after this moment: rules are evaluated when it is done. */
  isPartial?: boolean;
};

/** Why a history fails: a loss limit, or a trading rule whose time was over. */
export type HistoryFailure =
  | {
      kind: "failed";
      phase: number;
      atMs: number;
      standing: LossLimitStanding;
      equity: Money;
      deadline: null;
    }
  | { kind: "failed"; phase: number; atMs: number; standing: null; equity: Money; deadline: Deadline };

/** Result of a history under a plan, with its figures at the last point. */
export type HistoryResult = {
  /** Trades that the plan would have rejected, closed or cancelled, the first of each rule. */
  violations: readonly Violation[];
} & (
  | HistoryFailure
  | { kind: "passed"; atMs: number; days: number }
  | { kind: "running"; phase: number; challenge: ChallengeState; balance: Money }
);

type Figures = { balance: Money; equity: Money };

/**
 * Whether a history would have passed a plan, by the functions that evaluate a running challenge. Amounts are
 * scaled so that its first balance is `start`; each phase begins at `start` and uses the profit and loss after
 * the previous phase was passed. What a soft limit, a rejection or a closed session would have prevented is
 * unknown: such trades count and are listed as violations.
 */
export function evaluateHistory(
  plan: Plan,
  history: readonly HistoryPoint[],
  options: { start: Money },
): HistoryResult | null {
  const [first] = history;
  if (first === undefined || first.balance <= 0n) return null;
  const hard = { ...plan, floors: plan.floors.filter((rule) => !rule.isSoft) };
  const { start } = options;
  const violations = new Map<string, Violation>();
  const begin = (phase: number, atMs: number) =>
    startChallengeState({ challengeId: plan.id, plan: hard, phase, start, atMs });
  const scale = (amount: Money) => mulDiv(amount, { numerator: start, denominator: first.balance });
  let challenge = begin(1, first.atMs);
  let origin: Money = first.balance;
  let raised: Money = ZERO;
  let last: Figures & { view: TradingView | null } = { balance: start, equity: start, view: null };
  for (const point of history) {
    const shift = (amount: Money) => add(add(start, raised), scale(sub(amount, origin)));
    const seen = { balance: shift(point.balance), equity: shift(point.equity) };
    const passed = passTime(challenge, last, { ...point, ...seen });
    for (const { rule, symbol, dueMs } of passed.overdue) {
      if (!violations.has(rule.id)) violations.set(rule.id, { ruleId: rule.id, atMs: dueMs, symbol });
    }
    if (passed.failed !== null) return { ...passed.failed, violations: [...violations.values()] };
    challenge = passed.challenge;
    raised = add(raised, passed.raised);
    const now = { balance: shift(point.balance), equity: shift(point.equity) };
    challenge = recordTrading(challenge, { balance: now.balance, hasOpened: point.hasOpened });
    if (point.trading) {
      const { view, hasFilled } = point.trading;
      challenge = trackTrading(challenge, { atMs: point.atMs, hasFilled, bare: view.bare });
      const { atMs } = point;
      const found = point.isPartial ? [] : findViolations(challenge, point.trading, { atMs, scale });
      for (const one of found) if (!violations.has(one.ruleId)) violations.set(one.ruleId, one);
    }
    if (isNewPeak(challenge, now.equity)) challenge = raisePeak(challenge, now.equity);
    last = { ...now, view: point.trading?.view ?? null };
    if (point.isPartial) continue;
    const result = evaluate(challenge, { ...now, hasPosition: point.hasPosition });
    if (result.kind === "breach") {
      const { standing } = result;
      const failure = {
        phase: challenge.phase,
        atMs: point.atMs,
        standing,
        equity: now.equity,
        deadline: null,
      };
      return { kind: "failed", ...failure, violations: [...violations.values()] };
    }
    if (result.kind !== "pass") continue;
    if (challenge.phase === plan.phases.length) {
      const { tradingDays: days } = challenge;
      return { kind: "passed", atMs: point.atMs, days, violations: [...violations.values()] };
    }
    challenge = begin(challenge.phase + 1, point.atMs);
    origin = point.balance;
    raised = ZERO;
    last = { balance: start, equity: start, view: null };
  }
  const { balance } = last;
  return {
    kind: "running",
    phase: challenge.phase,
    challenge,
    balance,
    violations: [...violations.values()],
  };
}

/** What the time up to a point brings: rules whose time is over, the reset, and a raise of the balance. */
function passTime(
  before: ChallengeState,
  last: Figures & { view: TradingView | null },
  point: HistoryPoint,
): { challenge: ChallengeState; raised: Money; failed: HistoryFailure | null; overdue: readonly Deadline[] } {
  const all = listOverdue(before, last.view, point.atMs);
  const deadline = all.find(({ outcome }) => outcome === "failed") ?? null;
  const overdue = all.filter(({ dueMs }) => deadline === null || dueMs < deadline.dueMs);
  if (deadline !== null) {
    const { equity } = last;
    const { phase } = before;
    const failed = { kind: "failed" as const, phase, atMs: deadline.dueMs, standing: null, equity, deadline };
    return { challenge: before, raised: ZERO, failed, overdue };
  }
  if (point.atMs < before.day.endMs) return { challenge: before, raised: ZERO, failed: null, overdue };
  const resetMs = calculateLastReset(before, point.atMs);
  const { phase } = before;
  const { balance } = last;
  const equity = point.resetMs === resetMs ? point.equity : last.equity;
  const rolled = rollDay(before, { atMs: resetMs, balance, equity });
  const raise = calculateScaling(rolled, balance);
  const amount = raise ?? ZERO;
  const challenge = raise === null ? rolled : scaleStart(rolled, add(balance, raise), raise);
  const atReset = evaluate(challenge, {
    balance: add(balance, amount),
    equity: add(equity, amount),
    hasPosition: true,
  });
  if (atReset.kind !== "breach") return { challenge, raised: amount, failed: null, overdue };
  const { standing } = atReset;
  return {
    challenge,
    raised: amount,
    failed: { kind: "failed", phase, atMs: resetMs, standing, equity, deadline: null },
    overdue,
  };
}

/** The rules whose time was over up to an instant, the earliest first. */
function listOverdue(challenge: ChallengeState, view: TradingView | null, atMs: number): Deadline[] {
  if (view === null) return [];
  return listDeadlines(challenge, view)
    .filter(({ dueMs }) => dueMs <= atMs)
    .sort((a, b) => a.dueMs - b.dueMs);
}
