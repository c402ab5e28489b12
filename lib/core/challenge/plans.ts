import type { FloorRule, Phase, Plan } from "@/lib/core/challenge/plan";
import { ONE, parseDecimal } from "@/lib/core/decimal";

/** The shipped plans, named after the shape of their rules. */
export const PLANS: readonly Plan[] = [
  {
    id: "classic",
    version: 1,
    name: "Classic",
    summary: "A floor that never moves, a daily limit from the day's starting balance, two phases.",
    resetAt: "00:00",
    zone: "UTC",
    floors: [
      floor({ id: "daily-loss", scope: "day", percent: "0.05", base: "day-balance" }),
      floor({ id: "overall-loss", scope: "total", percent: "0.10", base: "start" }),
    ],
    phases: [phase("Phase 1", "0.08", 4), phase("Phase 2", "0.05", 4)],
  },
  {
    id: "trailing",
    version: 1,
    name: "Trailing",
    summary: "The floor follows the best closing balance and stops at the start; two phases.",
    resetAt: "00:00",
    zone: "UTC",
    floors: [
      floor({ id: "daily-loss", scope: "day", percent: "0.04", base: "day-balance" }),
      floor({
        id: "trailing-loss",
        scope: "total",
        percent: "0.08",
        base: "highest-day-balance",
        lockAt: ONE,
      }),
    ],
    phases: [phase("Phase 1", "0.08", 4), phase("Phase 2", "0.05", 4)],
  },
  watermarkPlan({ id: "watermark", name: "Watermark", base: "highest-day-equity" }),
  watermarkPlan({ id: "watermark-intraday", name: "Watermark intraday", base: "highest-equity" }),
  {
    id: "sprint",
    version: 1,
    name: "Sprint",
    summary: "One fast phase: a small daily limit and a floor that follows equity at every tick.",
    resetAt: "00:00",
    zone: "UTC",
    floors: [
      floor({ id: "daily-loss", scope: "day", percent: "0.03", base: "day-balance" }),
      floor({ id: "trailing-loss", scope: "total", percent: "0.06", base: "highest-equity" }),
    ],
    phases: [phase("Sprint", "0.10", 3)],
  },
];

/** The plan with an id, or null. */
export function findPlan(id: string): Plan | null {
  return PLANS.find((plan) => plan.id === id) ?? null;
}

/**
 * Equity below 95 % of the high-water mark fails, the high-water mark taken at the daily close or at every
 * tick.
 */
function watermarkPlan(input: {
  id: string;
  name: string;
  base: "highest-day-equity" | "highest-equity";
}): Plan {
  const taken = input.base === "highest-equity" ? "at every tick" : "at the daily close";
  return {
    id: input.id,
    version: 1,
    name: input.name,
    summary: `Equity may never fall below 95 % of its high-water mark, which is taken ${taken}.`,
    resetAt: "00:00",
    zone: "UTC",
    floors: [floor({ id: "watermark", scope: "total", percent: "0.05", base: input.base, amountOf: "base" })],
    phases: [phase("Phase 1", "0.10", 4)],
  };
}

function floor(
  rule: Pick<FloorRule, "id" | "scope" | "base"> &
    Partial<Pick<FloorRule, "amountOf" | "lockAt">> & { percent: string },
): FloorRule {
  const names: Record<string, string> = {
    "daily-loss": "Daily loss",
    "overall-loss": "Overall loss",
    "trailing-loss": "Trailing loss",
    watermark: "High-water mark",
  };
  return {
    name: names[rule.id] ?? rule.id,
    amountOf: "start",
    lockAt: null,
    breachWhen: "below",
    isSoft: false,
    phases: null,
    ...rule,
    percent: parseDecimal(rule.percent),
  };
}

function phase(name: string, target: string, minTradingDays: number): Phase {
  return { name, target: parseDecimal(target), minTradingDays, bestDayLimit: null };
}
