import type { ChallengeState } from "@/lib/core/challenge/challenge-state";
import { phaseOf } from "@/lib/core/challenge/plan";
import { add, type Money, mul, sub } from "@/lib/core/decimal";

/** Standing of a phase's profit target, or null for a phase without one. */
export function measureProfitTarget(
  challenge: ChallengeState,
  balance: Money,
): { target: Money; missing: Money; isReached: boolean } | null {
  const { target } = phaseOf(challenge.plan, challenge.phase);
  if (target === null) return null;
  const level = add(challenge.start, mul(challenge.start, target));
  return { target: level, missing: sub(level, balance), isReached: balance >= level };
}
