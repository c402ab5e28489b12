import type { ChallengeState } from "@/lib/core/challenge/challenge-state";
import { isLow, type Standing } from "@/lib/core/challenge/evaluate";
import { floorsOfPhase, type Phase, phaseOf } from "@/lib/core/challenge/plan";
import { countTradingDays } from "@/lib/core/challenge/rules/count-trading-days";
import { type LossLimitStanding, measureLossLimit } from "@/lib/core/challenge/rules/loss-limit";
import { measureConsistency } from "@/lib/core/challenge/rules/measure-consistency";
import { measureProfitTarget } from "@/lib/core/challenge/rules/measure-profit-target";
import { type Decimal, type Money, min } from "@/lib/core/decimal";

/** The figures of a running challenge. Money in quote currency. */
export type ChallengeStatus = {
  phase: Phase;
  standings: readonly (LossLimitStanding & { isLow: boolean })[];
  /** The smallest headroom of the day's rules and of the others; null where the plan has none. */
  headroomToday: Money | null;
  headroomOverall: Money | null;
  target: { target: Money; missing: Money; isReached: boolean } | null;
  tradingDays: { done: number; needed: number; isReached: boolean };
  bestDay: { share: Decimal | null; limit: Decimal; isReached: boolean } | null;
  resetAtMs: number;
  pausedUntilMs: number | null;
};

/** The status of a challenge at the given figures. */
export function calculateChallengeStatus(challenge: ChallengeState, now: Standing): ChallengeStatus {
  const standings = floorsOfPhase(challenge.plan, challenge.phase).map((rule) => {
    const standing = measureLossLimit(rule, challenge, now.equity);
    return { ...standing, isLow: isLow(standing) };
  });
  return {
    phase: phaseOf(challenge.plan, challenge.phase),
    standings,
    headroomToday: smallestHeadroom(standings, "day"),
    headroomOverall: smallestHeadroom(standings, "total"),
    target: measureProfitTarget(challenge, now.balance),
    tradingDays: countTradingDays(challenge, now.balance),
    bestDay: measureConsistency(challenge, now.balance),
    resetAtMs: challenge.day.endMs,
    pausedUntilMs: challenge.pausedUntilMs,
  };
}

function smallestHeadroom(standings: readonly LossLimitStanding[], scope: "day" | "total"): Money | null {
  const headrooms = standings.filter(({ rule }) => rule.scope === scope).map(({ headroom }) => headroom);
  const [first, ...rest] = headrooms;
  return first === undefined ? null : rest.reduce((a, b) => min(a, b), first);
}
