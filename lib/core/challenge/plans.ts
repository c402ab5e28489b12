import type { FloorRule, Phase, Plan } from "@/lib/core/challenge/plan";
import type { TradingRule } from "@/lib/core/challenge/rules/trading-rule";
import { type Decimal, ONE, parseDecimal } from "@/lib/core/decimal";

const UTC_MIDNIGHT = { resetAt: "00:00", zone: "UTC" };
const WEEKDAYS = [0, 1, 2, 3, 4];
const MAJORS = ["BTCUSDT", "ETHUSDT"];

/** The shipped plans, named after the shape of their rules. A change of one is a new version. */
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
  {
    ...UTC_MIDNIGHT,
    id: "steady",
    version: 1,
    name: "Steady",
    summary:
      "One phase in which no day may bring more than half of the profit, then a simulated funded phase.",
    floors: [
      floor({ id: "daily-loss", scope: "day", percent: "0.03", base: "day-balance" }),
      floor({
        id: "trailing-loss",
        scope: "total",
        percent: "0.10",
        base: "highest-day-balance",
        lockAt: ONE,
      }),
    ],
    phases: [
      { ...phase("Phase 1", "0.10", 0), bestDayLimit: { limit: of("0.5"), of: "total" } },
      funded({ profitShare: "0.9", months: 4, minProfit: "0.10", raise: "0.25", maxFactor: "4" }),
    ],
  },
  {
    ...UTC_MIDNIGHT,
    resetAt: "00:30",
    id: "even",
    version: 1,
    name: "Even",
    summary: "Five days of real profit, none above 40% of all winning days, under a floor that never moves.",
    floors: [
      floor({
        id: "daily-loss",
        scope: "day",
        percent: "0.04",
        base: "day-balance",
        amountOf: "base",
        breachWhen: "at-or-below",
      }),
      floor({
        id: "overall-loss",
        scope: "total",
        percent: "0.06",
        base: "start",
        breachWhen: "at-or-below",
      }),
    ],
    phases: [
      {
        ...phase("Phase 1", "0.10", 5),
        bestDayLimit: { limit: of("0.4"), of: "positive-days" },
        minDayProfit: of("0.005"),
      },
    ],
  },
  {
    id: "session",
    version: 1,
    name: "Session",
    summary:
      "Futures hours: a daily limit that only pauses trading, flat at the end of the session, a floor that follows closing balances.",
    resetAt: "17:00",
    zone: "America/Chicago",
    floors: [
      floor({
        id: "daily-pause",
        scope: "day",
        percent: "0.02",
        base: "day-balance",
        breachWhen: "at-or-below",
        isSoft: true,
      }),
      floor({
        id: "trailing-loss",
        scope: "total",
        percent: "0.04",
        base: "highest-day-balance",
        lockAt: ONE,
        breachWhen: "at-or-below",
      }),
    ],
    phases: [{ ...phase("Phase 1", "0.06", 2), bestDayLimit: { limit: of("0.5"), of: "total" } }],
    tradingRules: [
      {
        id: "session",
        kind: "trading-hours",
        opensAt: "17:00",
        closesAt: "15:10",
        weekdays: [6, 0, 1, 2, 3],
        closesPositions: true,
        phases: null,
      },
    ],
  },
  {
    ...UTC_MIDNIGHT,
    id: "guarded",
    version: 1,
    name: "Guarded",
    summary:
      "A stop within five minutes, at most 3% at risk, and a daily limit that follows the day's best equity.",
    floors: [
      floor({
        id: "daily-loss",
        scope: "day",
        percent: "0.05",
        base: "day-peak",
        breachWhen: "at-or-below",
      }),
      floor({ id: "trailing-loss", scope: "total", percent: "0.10", base: "highest-balance", lockAt: ONE }),
    ],
    phases: [
      { ...phase("Phase 1", "0.10", 5), bestDayLimit: { limit: of("0.4"), of: "positive-days" } },
      phase("Phase 2", "0.05", 5),
    ],
    tradingRules: [
      { id: "stop", kind: "stop-required", withinMinutes: 5, isSoft: false, phases: null },
      { id: "risk", kind: "trade-risk", percent: of("0.03"), phases: null },
      exposure({ id: "market-exposure", per: "symbol", percent: "2" }),
    ],
  },
  {
    ...UTC_MIDNIGHT,
    id: "measured",
    version: 1,
    name: "Measured",
    summary:
      "A daily pause before the daily limit, capped exposure and leverage, and no month without a trade.",
    floors: [
      floor({ id: "daily-pause", scope: "day", percent: "0.02", base: "day-balance", isSoft: true }),
      floor({ id: "daily-loss", scope: "day", percent: "0.04", base: "day-balance" }),
      floor({ id: "overall-loss", scope: "total", percent: "0.08", base: "start" }),
    ],
    phases: [phase("Phase 1", "0.08", 3), phase("Phase 2", "0.04", 3)],
    tradingRules: [
      exposure({ id: "total-exposure", per: "total", percent: "5" }),
      exposure({ id: "market-exposure", per: "symbol", percent: "3" }),
      { id: "major-leverage", kind: "leverage", maxLeverage: of("10"), symbols: MAJORS, phases: null },
      { id: "other-leverage", kind: "leverage", maxLeverage: of("5"), symbols: null, phases: null },
      { id: "activity", kind: "inactivity", days: 30, phases: null },
    ],
  },
  {
    ...UTC_MIDNIGHT,
    id: "peak",
    version: 1,
    name: "Peak",
    summary: "Equity may never fall 8% below its highest point; two phases, then a simulated funded phase.",
    floors: [
      floor({ id: "watermark", scope: "total", percent: "0.08", base: "highest-equity", amountOf: "base" }),
    ],
    phases: [
      phase("Phase 1", "0.08", 3),
      phase("Phase 2", "0.05", 3),
      funded({ profitShare: "0.8", months: 3, minProfit: "0.06", raise: "0.25", maxFactor: "3" }),
    ],
  },
  {
    id: "day-desk",
    version: 1,
    name: "Day desk",
    summary:
      "London office hours on weekdays, no position after them, and half a percent at risk in a trade.",
    resetAt: "18:00",
    zone: "Europe/London",
    floors: [
      floor({ id: "daily-loss", scope: "day", percent: "0.03", base: "day-higher" }),
      floor({ id: "overall-loss", scope: "total", percent: "0.06", base: "start" }),
    ],
    phases: [phase("Phase 1", "0.06", 5)],
    tradingRules: [
      {
        id: "session",
        kind: "trading-hours",
        opensAt: "08:00",
        closesAt: "17:30",
        weekdays: WEEKDAYS,
        closesPositions: true,
        phases: null,
      },
      { id: "risk", kind: "trade-risk", percent: of("0.005"), phases: null },
    ],
  },
  {
    ...UTC_MIDNIGHT,
    id: "direct",
    version: 1,
    name: "Direct",
    summary: "No evaluation: a simulated funded account from the first day, with a tight trailing floor.",
    floors: [
      floor({ id: "daily-pause", scope: "day", percent: "0.02", base: "day-equity", isSoft: true }),
      floor({ id: "trailing-loss", scope: "total", percent: "0.05", base: "highest-equity", lockAt: ONE }),
    ],
    phases: [funded({ profitShare: "0.7", months: 2, minProfit: "0.05", raise: "0.5", maxFactor: "5" })],
    tradingRules: [{ id: "activity", kind: "inactivity", days: 14, phases: null }],
  },
  {
    ...UTC_MIDNIGHT,
    id: "first-steps",
    version: 1,
    name: "First steps",
    summary: "Free: a small target, a daily limit that only pauses trading, and a floor that never moves.",
    floors: [
      floor({ id: "daily-pause", scope: "day", percent: "0.03", base: "day-balance", isSoft: true }),
      floor({ id: "overall-loss", scope: "total", percent: "0.10", base: "start" }),
    ],
    phases: [phase("Phase 1", "0.05", 3)],
  },
  {
    ...UTC_MIDNIGHT,
    id: "discipline",
    version: 1,
    name: "Discipline",
    summary:
      "Free: one percent at risk in a trade, a stop within two minutes, and five times leverage at most.",
    floors: [
      floor({ id: "daily-pause", scope: "day", percent: "0.02", base: "day-balance", isSoft: true }),
      floor({ id: "daily-loss", scope: "day", percent: "0.04", base: "day-balance" }),
      floor({ id: "overall-loss", scope: "total", percent: "0.08", base: "start" }),
    ],
    phases: [{ ...phase("Phase 1", "0.05", 5), bestDayLimit: { limit: of("0.5"), of: "total" } }],
    tradingRules: [
      { id: "stop", kind: "stop-required", withinMinutes: 2, isSoft: true, phases: null },
      { id: "risk", kind: "trade-risk", percent: of("0.01"), phases: null },
      { id: "leverage", kind: "leverage", maxLeverage: of("5"), symbols: null, phases: null },
    ],
  },
];

/** Plans that anyone may try without buying them. */
export const FREE_PLANS: readonly string[] = ["first-steps", "discipline"];

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
    summary: `Equity may never fall below 95% of its high-water mark, which is taken ${taken}.`,
    resetAt: "00:00",
    zone: "UTC",
    floors: [floor({ id: "watermark", scope: "total", percent: "0.05", base: input.base, amountOf: "base" })],
    phases: [phase("Phase 1", "0.10", 4)],
  };
}

function floor(
  rule: Pick<FloorRule, "id" | "scope" | "base"> &
    Partial<Pick<FloorRule, "amountOf" | "lockAt" | "breachWhen" | "isSoft">> & { percent: string },
): FloorRule {
  const names: Record<string, string> = {
    "daily-loss": "Daily loss",
    "daily-pause": "Daily pause",
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

/** A simulated phase without a target: the trader's share of the profit is shown, nothing is paid out. */
function funded(terms: {
  profitShare: string;
  months: number;
  minProfit: string;
  raise: string;
  maxFactor: string;
}): Phase {
  return {
    name: "Funded (simulated)",
    target: null,
    minTradingDays: 0,
    bestDayLimit: null,
    profitShare: of(terms.profitShare),
    scaling: {
      months: terms.months,
      minProfit: of(terms.minProfit),
      raise: of(terms.raise),
      maxFactor: of(terms.maxFactor),
    },
  };
}

function exposure(rule: { id: string; per: "symbol" | "total"; percent: string }): TradingRule {
  return { ...rule, kind: "exposure", percent: of(rule.percent), symbols: null, phases: null };
}

function of(text: string): Decimal {
  return parseDecimal(text);
}
