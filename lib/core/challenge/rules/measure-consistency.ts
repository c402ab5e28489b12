import type { ChallengeState } from "@/lib/core/challenge/challenge-state";
import { phaseOf } from "@/lib/core/challenge/plan";
import { add, type Decimal, type Money, max, mul, ratio, sub, ZERO } from "@/lib/core/decimal";

/**
 * The best day's share of the profit, today included, against the phase's limit; null without a limit.
 * Exceeding it does not fail the phase, it only keeps it from being passed. Without profit there is no share.
 */
export function measureConsistency(
  challenge: ChallengeState,
  balance: Money,
): { share: Decimal | null; limit: Decimal; isReached: boolean } | null {
  const rule = phaseOf(challenge.plan, challenge.phase).bestDayLimit;
  if (rule === null) return null;
  const today = sub(balance, challenge.day.balance);
  const best = max(challenge.bestDay, today);
  const whole =
    rule.of === "total" ? sub(balance, challenge.start) : add(challenge.positiveDays, max(today, ZERO));
  if (whole <= 0n) return { share: null, limit: rule.limit, isReached: false };
  return { share: ratio(best, whole), limit: rule.limit, isReached: best <= mul(whole, rule.limit) };
}
