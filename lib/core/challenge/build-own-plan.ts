import type { FloorRule, Plan } from "@/lib/core/challenge/plan";
import type { TradingRule } from "@/lib/core/challenge/rules/trading-rule";
import { type Decimal, ONE } from "@/lib/core/decimal";

/** How the overall limit moves: not at all, with the best balance at a reset up to S, or with the best equity. */
export const OWN_TRAILS = ["none", "day", "equity"] as const;

/** Whether programs may trade. */
export const OWN_PROGRAMS = ["yes", "no"] as const;

/** A rulebook of one's own: fractions of S, null where a rule is left out. */
export type OwnRules = {
  name: string;
  /** "HH:MM" on the clocks of `zone`, in which the trading hours are too. */
  resetAt: string;
  zone: string;
  dailyPause: Decimal | null;
  dailyLoss: Decimal | null;
  overallLoss: Decimal | null;
  trail: (typeof OWN_TRAILS)[number];
  target: Decimal | null;
  minTradingDays: number;
  minDayProfit: Decimal | null;
  bestDay: Decimal | null;
  stopMinutes: number | null;
  risk: Decimal | null;
  exposure: Decimal | null;
  symbolExposure: Decimal | null;
  /** A multiple, not a fraction. */
  leverage: Decimal | null;
  opensAt: string | null;
  closesAt: string | null;
  inactiveDays: number | null;
  programs: (typeof OWN_PROGRAMS)[number];
};

/** The id of every plan of a trader's own: no one sells it, and it is neither ranked nor certified. */
export const OWN_PLAN_ID = "own";

/** The plan of one phase that these rules make. */
export function buildOwnPlan(rules: OwnRules): Plan {
  const { name, resetAt, zone, target, minTradingDays, minDayProfit, bestDay } = rules;
  return {
    id: OWN_PLAN_ID,
    version: 1,
    name,
    summary: "",
    resetAt,
    zone,
    floors: listFloors(rules),
    phases: [
      {
        name,
        target,
        minTradingDays,
        minDayProfit,
        bestDayLimit: bestDay === null ? null : { limit: bestDay, of: "total" },
      },
    ],
    tradingRules: listTradingRules(rules),
    ...(rules.programs === "no" && { rejectsPrograms: true }),
  };
}

const OVERALL = {
  none: { id: "overall-loss", name: "Overall loss", base: "start", locks: false },
  day: { id: "trailing-loss", name: "Trailing loss", base: "highest-day-balance", locks: true },
  equity: { id: "trailing-loss", name: "Trailing loss", base: "highest-equity", locks: false },
} as const satisfies Record<OwnRules["trail"], Pick<FloorRule, "id" | "name" | "base"> & { locks: boolean }>;

function listFloors({ dailyPause, dailyLoss, overallLoss, trail }: OwnRules): FloorRule[] {
  const shared = { amountOf: "start", breachWhen: "below", phases: null } as const;
  const daily = { ...shared, scope: "day", base: "day-balance", lockAt: null } as const;
  const floors: FloorRule[] = [];
  if (dailyPause)
    floors.push({ ...daily, id: "daily-pause", name: "Daily pause", percent: dailyPause, isSoft: true });
  if (dailyLoss)
    floors.push({ ...daily, id: "daily-loss", name: "Daily loss", percent: dailyLoss, isSoft: false });
  if (overallLoss) {
    const { locks, ...overall } = OVERALL[trail];
    const lockAt = locks ? ONE : null;
    floors.push({ ...shared, ...overall, scope: "total", percent: overallLoss, lockAt, isSoft: false });
  }
  return floors;
}

function listTradingRules(rules: OwnRules): TradingRule[] {
  const { stopMinutes, risk, exposure, symbolExposure, leverage, opensAt, closesAt, inactiveDays } = rules;
  const all = { phases: null };
  const found: TradingRule[] = [];
  if (stopMinutes)
    found.push({ ...all, id: "stop", kind: "stop-required", withinMinutes: stopMinutes, isSoft: false });
  if (risk) found.push({ ...all, id: "risk", kind: "trade-risk", percent: risk });
  if (exposure)
    found.push({ ...all, id: "exposure", kind: "exposure", per: "total", percent: exposure, symbols: null });
  if (symbolExposure) {
    const rule = { ...all, id: "symbol-exposure", kind: "exposure", per: "symbol", symbols: null } as const;
    found.push({ ...rule, percent: symbolExposure });
  }
  if (leverage)
    found.push({ ...all, id: "leverage", kind: "leverage", maxLeverage: leverage, symbols: null });
  if (opensAt !== null && closesAt !== null) {
    const hours = { ...all, id: "session", kind: "trading-hours", opensAt, closesAt } as const;
    found.push({ ...hours, weekdays: [0, 1, 2, 3, 4, 5, 6], closesPositions: false });
  }
  if (inactiveDays) found.push({ ...all, id: "activity", kind: "inactivity", days: inactiveDays });
  return found;
}
