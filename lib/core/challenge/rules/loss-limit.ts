import type { ChallengeState } from "@/lib/core/challenge/challenge-state";
import type { FloorBase, FloorRule } from "@/lib/core/challenge/plan";
import { type Money, max, min, mul, sub } from "@/lib/core/decimal";

/**
 * Standing of a loss rule: equity may not fall under `floor`; `headroom` is the distance to it, `amount` the whole
 * allowance.
 */
export type LossLimitStanding = {
  rule: FloorRule;
  floor: Money;
  amount: Money;
  headroom: Money;
  isBreached: boolean;
};

/** The floor of a rule by the challenge's state, and the headroom of `equity` to it. */
export function measureLossLimit(
  rule: FloorRule,
  challenge: ChallengeState,
  equity: Money,
): LossLimitStanding {
  const base = calculateFloorBase(rule.base, challenge);
  const amount = mul(rule.amountOf === "start" ? challenge.start : base, rule.percent);
  const moving = sub(base, amount);
  const floor = rule.lockAt === null ? moving : min(moving, mul(challenge.start, rule.lockAt));
  const headroom = sub(equity, floor);
  return {
    rule,
    floor,
    amount,
    headroom,
    isBreached: rule.breachWhen === "below" ? headroom < 0n : headroom <= 0n,
  };
}

function calculateFloorBase(base: FloorBase, { start, day, highest }: ChallengeState): Money {
  switch (base) {
    case "start":
      return start;
    case "day-balance":
      return day.balance;
    case "day-equity":
      return day.equity;
    case "day-higher":
      return max(day.balance, day.equity);
    case "day-peak":
      return day.peak;
    case "highest-day-balance":
      return highest.dayBalance;
    case "highest-day-equity":
      return highest.dayEquity;
    case "highest-balance":
      return highest.balance;
    case "highest-equity":
      return highest.equity;
    default:
      return rejectUnknown(base);
  }
}

function rejectUnknown(base: never): never {
  throw new Error(`Unknown base ${base}.`);
}
