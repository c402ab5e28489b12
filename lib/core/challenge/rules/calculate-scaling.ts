import type { ChallengeState } from "@/lib/core/challenge/challenge-state";
import { phaseOf } from "@/lib/core/challenge/plan";
import { type Money, min, mul, sub, ZERO } from "@/lib/core/decimal";
import { addMonths } from "@/lib/core/time-zone";

/**
 * The amount in quote currency by which the reset at the beginning of the running day raises the starting
 * balance: zero when the period that ended there earned nothing, null while its period runs. The period ends
 * at the first reset that is at least `months` calendar months after its beginning, on the clocks of the plan.
 */
export function calculateScaling(challenge: ChallengeState, balance: Money): Money | null {
  const scaling = phaseOf(challenge.plan, challenge.phase).scaling ?? null;
  const { period } = challenge;
  if (scaling === null || period === null) return null;
  if (challenge.day.startMs < addMonths(period.sinceMs, scaling.months, challenge.plan.zone)) return null;
  const profit = sub(balance, period.balance);
  const isEarned = profit >= mul(period.firstStart, scaling.minProfit);
  const headroom = sub(mul(period.firstStart, scaling.maxFactor), challenge.start);
  return isEarned && headroom > 0n ? min(mul(period.firstStart, scaling.raise), headroom) : ZERO;
}
