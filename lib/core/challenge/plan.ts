import type { TradingRule } from "@/lib/core/challenge/rules/trading-rule";
import type { CompetitionTerms } from "@/lib/core/competition/competition-terms";
import type { Decimal } from "@/lib/core/decimal";

/**
 * What a floor is measured from. S is the starting balance, a day runs from reset to reset.
 * - `start`: S.
 * - `day-balance`, `day-equity`, `day-higher`: balance, equity, or the higher of both, at the day's start.
 * - `day-peak`: highest equity since the day's start.
 * - `highest-day-balance`, `highest-day-equity`: the highest at any day's start so far, S at least.
 * - `highest-balance`, `highest-equity`: the highest at any moment so far, S at least.
 */
export const FLOOR_BASES = [
  "start",
  "day-balance",
  "day-equity",
  "day-higher",
  "day-peak",
  "highest-day-balance",
  "highest-day-equity",
  "highest-balance",
  "highest-equity",
] as const;
export type FloorBase = (typeof FLOOR_BASES)[number];

/** Equity may not fall to (or below) `base` - `percent` of S or of the base, at most `lockAt` × S. */
export type FloorRule = {
  id: string;
  name: string;
  scope: "day" | "total";
  percent: Decimal;
  base: FloorBase;
  amountOf: "start" | "base";
  /** The floor stops rising at this multiple of S; null when it never stops. */
  lockAt: Decimal | null;
  breachWhen: "below" | "at-or-below";
  /** A soft rule closes everything and pauses trading until the reset; a hard one ends the challenge. */
  isSoft: boolean;
  /** Numbers of the phases it holds in, from 1; null for all. */
  phases: readonly number[] | null;
};

/** Requirements of a phase. */
export type Phase = {
  name: string;
  /** Profit as a fraction of S; null for a phase that has no end. */
  target: Decimal | null;
  minTradingDays: number;
  /** Maximum share of the profit that the best day may have; null without a limit. */
  bestDayLimit: { limit: Decimal; of: "total" | "positive-days" } | null;
  /** Closed profit, as a fraction of S, from which a day counts as a trading day; left out where any day counts. */
  minDayProfit?: Decimal | null;
  /** The trader's share of the profit, shown only: nothing is paid out. */
  profitShare?: Decimal | null;
  /** How the starting balance grows in a phase without an end. */
  scaling?: Scaling | null;
};

/**
 * After each `months` calendar months with a closed profit of `minProfit`, S grows by `raise`, up to
 * `maxFactor`: each a multiple of the first S.
 */
export type Scaling = { months: number; minProfit: Decimal; raise: Decimal; maxFactor: Decimal };

/**
 * A challenge's rulebook, as data. Pinned in the log when a challenge starts, so that it can't change
 * afterwards.
 */
export type Plan = {
  id: string;
  version: number;
  name: string;
  /** One sentence for the trader. */
  summary: string;
  /** When a day ends: "HH:MM" on the clocks of `zone`. */
  resetAt: string;
  zone: string;
  floors: readonly FloorRule[];
  phases: readonly Phase[];
  /** Of a competition: when and what may be traded. */
  competition?: CompetitionTerms;
  /** Left out in the rulebooks of earlier versions, which have none. */
  tradingRules?: readonly TradingRule[];
  /** Programs (`/v5`, alerts, assistants) may cancel only. Left out where they may trade. */
  rejectsPrograms?: boolean;
};

const NO_RULES: readonly TradingRule[] = [];

/** The floors of a phase, in the order in which they are checked. */
export function floorsOfPhase(plan: Plan, phase: number): FloorRule[] {
  return plan.floors.filter((rule) => rule.phases === null || rule.phases.includes(phase));
}

/** The trading rules of a phase, in the plan's order. */
export function tradingRulesOfPhase({ tradingRules }: Plan, phase: number): readonly TradingRule[] {
  if (tradingRules === undefined || tradingRules.length === 0) return NO_RULES;
  // Nearly always all of them hold: the plan's own list, without a copy for each evaluation.
  const holds = ({ phases }: TradingRule) => phases === null || phases.includes(phase);
  return tradingRules.every(holds) ? tradingRules : tradingRules.filter(holds);
}

/** Kinds of rules that count each position by itself: one of them can't be kept or broken by half of a hedge. */
const COUNTED_BY_POSITION: ReadonlySet<TradingRule["kind"]> = new Set([
  "stop-required",
  "trade-risk",
  "exposure",
  "leverage",
]);

/** Whether a symbol may have two positions in a phase: its rules look at equity and time alone. */
export function admitsHedging(plan: Plan, phase: number): boolean {
  return !tradingRulesOfPhase(plan, phase).some(({ kind }) => COUNTED_BY_POSITION.has(kind));
}

/** Phase `phase` (from 1) of a plan. @throws RangeError when the plan has no such phase */
export function phaseOf(plan: Plan, phase: number): Phase {
  const found = plan.phases[phase - 1];
  if (found === undefined) throw new RangeError(`Plan ${plan.id} has no phase ${phase}.`);
  return found;
}
