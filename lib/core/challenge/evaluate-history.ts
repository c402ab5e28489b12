import {
  type ChallengeState,
  calculateLastReset,
  isNewPeak,
  raisePeak,
  recordTrading,
  rollDay,
  startProp,
} from "@/lib/core/challenge/challenge-state";
import { evaluate } from "@/lib/core/challenge/evaluate";
import type { Plan } from "@/lib/core/challenge/plan";
import type { FloorStanding } from "@/lib/core/challenge/rules/floor";
import { add, type Money, mulDiv, sub } from "@/lib/core/decimal";

/** Figures of a portfolio at a past moment, oldest first. Quote currency. */
export type HistoryPoint = {
  atMs: number;
  balance: Money;
  equity: Money;
  hasPosition: boolean;
  /** A position was opened at this moment. */
  hasOpened: boolean;
};

/** Result of a history under a plan, with its figures at the last point. */
export type HistoryResult =
  | { kind: "failed"; phase: number; atMs: number; standing: FloorStanding; equity: Money }
  | { kind: "passed"; atMs: number; days: number }
  | { kind: "running"; phase: number; prop: ChallengeState };

/**
 * Whether a history would have passed a plan. Amounts are scaled so that its first balance is `start`; each
 * phase begins at `start` and uses the profit and loss after the previous phase was passed. Soft limits are
 * ignored, since the trades that a pause would have prevented are unknown.
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
  const begin = (phase: number, atMs: number) =>
    startProp({ challengeId: plan.id, plan: hard, phase, start, atMs });
  let prop = begin(1, first.atMs);
  let origin: Money = first.balance;
  let last = { balance: start, equity: start };
  for (const point of history) {
    const scale = (amount: Money) => mulDiv(amount, { numerator: start, denominator: first.balance });
    const shift = (amount: Money) => add(start, scale(sub(amount, origin)));
    const now = { balance: shift(point.balance), equity: shift(point.equity) };
    if (point.atMs >= prop.day.endMs) {
      prop = rollDay(prop, { atMs: calculateLastReset(prop, point.atMs), ...last });
      const atReset = evaluate(prop, { ...last, hasPosition: true });
      if (atReset.kind === "breach") {
        const { standing } = atReset;
        return { kind: "failed", phase: prop.phase, atMs: prop.day.startMs, standing, equity: last.equity };
      }
    }
    prop = recordTrading(prop, { balance: now.balance, hasOpened: point.hasOpened });
    if (isNewPeak(prop, now.equity)) prop = raisePeak(prop, now.equity);
    const result = evaluate(prop, { ...now, hasPosition: point.hasPosition });
    if (result.kind === "breach") {
      const { standing } = result;
      return { kind: "failed", phase: prop.phase, atMs: point.atMs, standing, equity: now.equity };
    }
    last = now;
    if (result.kind !== "pass") continue;
    if (prop.phase === plan.phases.length) {
      return { kind: "passed", atMs: point.atMs, days: prop.tradingDays };
    }
    prop = begin(prop.phase + 1, point.atMs);
    origin = point.balance;
    last = { balance: start, equity: start };
  }
  return { kind: "running", phase: prop.phase, prop };
}
