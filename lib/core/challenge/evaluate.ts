import type { ChallengeState } from "@/lib/core/challenge/challenge-state";
import { floorsOfPhase } from "@/lib/core/challenge/plan";
import { countTradingDays } from "@/lib/core/challenge/rules/count-trading-days";
import { type LossLimitStanding, measureLossLimit } from "@/lib/core/challenge/rules/loss-limit";
import { measureConsistency } from "@/lib/core/challenge/rules/measure-consistency";
import { measureProfitTarget } from "@/lib/core/challenge/rules/measure-profit-target";
import { add, div, fromNumber, type Money, max, min, ZERO } from "@/lib/core/decimal";

/** Figures of a portfolio at the time of the evaluation. Quote currency. */
export type Standing = { balance: Money; equity: Money; hasPosition: boolean };

/**
 * Result of the rules. `warn`: less than a quarter of a rule's headroom is left and today has no warning yet.
 */
export type ChallengeEvaluation =
  | { kind: "breach"; standing: LossLimitStanding }
  | { kind: "pause"; standing: LossLimitStanding }
  | { kind: "pass" }
  | { kind: "go-on"; warn: readonly LossLimitStanding[] };

/** A warning is given when this part of the headroom is left. */
const WARN_BELOW_PART = 4n;

/**
 * Evaluates every shape of plan. Failure is checked before success; a hard rule before a soft one; of several
 * breached ones the one with the highest floor, which falling equity meets first. A phase is passed with its
 * target and its trading days and no open position.
 */
export function evaluate(challenge: ChallengeState, now: Standing): ChallengeEvaluation {
  const standings = floorsOfPhase(challenge.plan, challenge.phase).map((rule) =>
    measureLossLimit(rule, challenge, now.equity),
  );
  const breached = standings.filter(({ isBreached }) => isBreached);
  const hard = findHighest(breached.filter(({ rule }) => !rule.isSoft));
  if (hard !== undefined) return { kind: "breach", standing: hard };
  if (isPassed(challenge, now)) return { kind: "pass" };
  const soft = findHighest(breached);
  if (soft !== undefined && challenge.pausedUntilMs === null) return { kind: "pause", standing: soft };
  return {
    kind: "go-on",
    warn: standings.filter((standing) => isLow(standing) && !isPublished(challenge, standing)),
  };
}

/** The standing with the highest floor; of equal ones the plan's first. */
function findHighest(standings: readonly LossLimitStanding[]): LossLimitStanding | undefined {
  return standings.reduce<LossLimitStanding | undefined>(
    (highest, one) => (highest === undefined || one.floor > highest.floor ? one : highest),
    undefined,
  );
}

/**
 * The equity at or below which, and above which, the rules may have a result: between the two nothing
 * happens. At or below `halfBelow` a half of a limit is used.
 */
export function calculateThresholds(challenge: ChallengeState): {
  below: Money;
  above: Money | null;
  halfBelow: Money;
} {
  let below: Money | null = null;
  let above: Money | null = null;
  let halfBelow: Money | null = null;
  for (const rule of floorsOfPhase(challenge.plan, challenge.phase)) {
    const { floor, amount } = measureLossLimit(rule, challenge, ZERO);
    const isInformedOf = challenge.warned.includes(rule.id);
    const level = isInformedOf ? floor : add(floor, div(amount, fromNumber(Number(WARN_BELOW_PART))));
    below = below === null ? level : max(below, level);
    const half = add(floor, div(amount, fromNumber(2)));
    halfBelow = halfBelow === null ? half : max(halfBelow, half);
    const peak =
      rule.base === "day-peak"
        ? challenge.day.peak
        : rule.base === "highest-equity"
          ? challenge.highest.equity
          : null;
    if (peak !== null) above = above === null ? peak : min(above, peak);
  }
  return { below: below ?? ZERO, above, halfBelow: halfBelow ?? ZERO };
}

/** Whether less than a quarter of the headroom is left. */
export function isLow({ headroom, amount }: LossLimitStanding): boolean {
  return headroom * WARN_BELOW_PART <= amount;
}

function isPublished(challenge: ChallengeState, { rule }: LossLimitStanding): boolean {
  return challenge.warned.includes(rule.id);
}

function isPassed(challenge: ChallengeState, now: Standing): boolean {
  if (now.hasPosition) return false;
  return (
    measureProfitTarget(challenge, now.balance)?.isReached === true &&
    countTradingDays(challenge, now.balance).isReached &&
    measureConsistency(challenge, now.balance)?.isReached !== false
  );
}
