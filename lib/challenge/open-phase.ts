import "server-only";
import { type Plan, phaseOf, tradingRulesOfPhase } from "@/lib/core/challenge/plan";
import { type Decimal, type Money, min, parseDecimal } from "@/lib/core/decimal";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { FIRST_LEVERAGE } from "@/lib/core/opening";
import { openPortfolio } from "@/lib/db/portfolio/open-portfolio";

/**
 * Opens the portfolio of one phase. Its id is derived from challenge and phase, so that the call is
 * idempotent.
 */
export async function openPhase(input: {
  challengeId: string;
  userId: string;
  plan: Plan;
  phase: number;
  start: Money;
  nowMs?: number;
}): Promise<string> {
  const { challengeId, userId, plan, phase, start, nowMs = Date.now() } = input;
  const id = `${challengeId}-${phase}`;
  await openPortfolio({
    id,
    userId,
    name: plan.phases.length === 1 ? plan.name : `${plan.name}, ${phaseOf(plan, phase).name}`,
    kind: "CHALLENGE",
    marginMode: "isolated",
    opening: start,
    leverage: calculateFirstLeverage(plan, phase),
    rules: BYBIT,
    nowMs,
    challenge: { challengeId, plan, phase },
  });
  return id;
}

function calculateFirstLeverage(plan: Plan, phase: number): Decimal {
  const limits = tradingRulesOfPhase(plan, phase).flatMap((rule) =>
    rule.kind === "leverage" ? [rule.maxLeverage] : [],
  );
  return limits.reduce((lowest, limit) => min(lowest, limit), parseDecimal(FIRST_LEVERAGE));
}
