import { z } from "zod";
import { CHALLENGE_STATUSES } from "@/lib/core/challenge/challenge-records";
import {
  OBJECTIVE_EFFECTS,
  OBJECTIVE_KINDS,
  OBJECTIVE_STATES,
  OBJECTIVE_UNITS,
} from "@/lib/core/challenge/list-objectives";
import { SENTENCE_KEYS } from "@/lib/core/challenge/list-terms";
import { TRADING_RULE_KINDS } from "@/lib/core/challenge/rules/trading-rule";
import { entrySchema, figureSchema } from "@/lib/schemas/journal-responses";

/** Responses about challenges. Decimals are text, money in quote currency. */

const decimal = z.string();
const instant = z.string();
const count = z.number().int();
const statusName = z.enum([...CHALLENGE_STATUSES, "VOID"]);
export type ChallengeStatusName = z.infer<typeof statusName>;

const ruleSchema = z.object({
  id: z.string(),
  name: z.string(),
  scope: z.enum(["day", "total"]),
  isSoft: z.boolean(),
  words: z.string(),
  formula: z.string(),
  floor: decimal.nullable(),
  amount: decimal.nullable(),
  headroom: decimal.nullable(),
});
/** One rule as text and as a formula, with its standing; null where there is none any more. */
export type RuleDto = z.infer<typeof ruleSchema>;

const phaseSchema = z.object({
  phase: count,
  name: z.string(),
  portfolioId: z.string().nullable(),
  status: z.enum(["WAITING", ...CHALLENGE_STATUSES]),
  target: decimal.nullable(),
  minTradingDays: count,
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
});
export type PhaseDto = z.infer<typeof phaseSchema>;

/** One line of `GET /api/challenges`. */
export const challengeSummarySchema = z.object({
  id: z.string(),
  planId: z.string(),
  planName: z.string(),
  status: statusName,
  phase: count,
  phases: count,
  startedAt: instant,
  endedAt: instant.nullable(),
  /** Of the running phase, or of the last one. */
  portfolioId: z.string(),
});
export type ChallengeSummary = z.infer<typeof challengeSummarySchema>;

/** `GET /api/challenges`. */
export const challengesSchema = z.object({
  challenges: z.array(challengeSummarySchema),
  /** Paid for and not started. */
  unused: z.array(z.object({ grantId: z.string(), productId: z.string(), name: z.string() })),
  /** Whether a free trial can be started: none is running. */
  isTrialOpen: z.boolean(),
  includedLeft: count,
  included: z.array(z.object({ productId: z.string(), name: z.string() })),
});

const objectiveSchema = z.object({
  id: z.string(),
  kind: z.enum(OBJECTIVE_KINDS),
  used: decimal.nullable(),
  limit: decimal.nullable(),
  unit: z.enum(OBJECTIVE_UNITS),
  effect: z.enum(OBJECTIVE_EFFECTS),
  state: z.enum(OBJECTIVE_STATES),
  symbol: z.string().nullable(),
  dueAt: instant.nullable(),
});
/** One bar of the dashboard; `kind` is the key of its label (`rules.kind` in the catalogue). */
export type ObjectiveDto = z.infer<typeof objectiveSchema>;

const daySchema = z.object({
  startAt: instant,
  endAt: instant,
  /** Balance at its start. */
  balance: decimal,
  /** Change of the balance. */
  profit: decimal,
  isTraded: z.boolean(),
  /** Trades that were closed in it. */
  trades: count,
});
/** One day of a phase, from reset to reset. */
export type ChallengeDayDto = z.infer<typeof daySchema>;

const statisticsSchema = z.object({
  count,
  wins: count,
  losses: count,
  net: decimal,
  fees: decimal,
  longestWinStreak: count,
  longestLossStreak: count,
  figures: z.record(
    z.enum([
      "winRate",
      "profitFactor",
      "payoff",
      "expectancy",
      "averageWin",
      "averageLoss",
      "averageR",
      "bestDayShare",
    ]),
    figureSchema,
  ),
});
/** Statistics of a phase's closed trades; the best day is one of the plan's days. */
export type ChallengeStatisticsDto = z.infer<typeof statisticsSchema>;

const standingSchema = z.object({
  startingBalance: decimal,
  balance: decimal,
  /** Null where a mark is missing. */
  equity: decimal.nullable(),
  /** Since the reset: closed results, and with open positions. */
  closedToday: decimal,
  pnlToday: decimal.nullable(),
  headroomToday: decimal.nullable(),
  headroomOverall: decimal.nullable(),
  target: decimal.nullable(),
  missing: decimal.nullable(),
  tradingDays: count,
  minTradingDays: count,
  /** The end of the plan's running day. */
  resetAt: instant,
  /** "HH:MM" on the clocks of `resetZone`: when every day of the plan ends, trading days too. */
  resetTime: z.string(),
  resetZone: z.string(),
  pausedUntil: instant.nullable(),
});
/** Standing of the running phase at the current marks. */
export type ChallengeStandingDto = z.infer<typeof standingSchema>;

export const termSchema = z.object({
  id: z.string(),
  kind: z.enum([...OBJECTIVE_KINDS, "scaling", "programs"]),
  sentence: z.enum(SENTENCE_KEYS),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  weekdays: z.array(count).readonly().optional(),
});

/** The evidence of a breach or a pass, exactly as it is in the log. */
export const evidenceSchema = z.object({
  challengeId: z.string(),
  portfolioId: z.string(),
  type: z.enum(["challenge-breached", "rule-enforced", "phase-passed"]),
  seq: count,
  at: instant,
  hash: z.string(),
  payload: z.unknown(),
});
export type EvidenceDto = z.infer<typeof evidenceSchema>;

/** `GET /api/challenges/[id]`. */
export const challengeDetailSchema = challengeSummarySchema.extend({
  summary: z.string(),
  version: count,
  rules: z.array(ruleSchema),
  phaseList: z.array(phaseSchema),
  standing: standingSchema.nullable(),
  /** The terms of the shown phase besides its loss limits; `kind` and `sentence` are keys of the catalogue. */
  terms: z.array(termSchema),
  /** At the current marks, or as they decided the result. */
  objectives: z.array(objectiveSchema),
  /** Equity, the floors in force and the phase's target over time, oldest first. */
  history: z.array(z.object({ at: instant, equity: decimal, floors: z.record(z.string(), decimal) })),
  target: decimal.nullable(),
  /** Newest first. */
  days: z.array(daySchema),
  statistics: statisticsSchema,
  /** The newest closed trades of the phase. */
  trades: z.array(entrySchema),
  /** What is sold to take the same challenge again; null where it is not sold. */
  retryProduct: z.string().nullable(),
  evidence: evidenceSchema.nullable(),
});
export type ChallengeDetail = z.infer<typeof challengeDetailSchema>;

const resultSchema = z.object({
  planId: z.string(),
  planName: z.string(),
  summary: z.string(),
  result: z.enum(["passed", "failed", "running", "no-history"]),
  phase: count.nullable(),
  at: instant.nullable(),
  /** The loss limit that ended it, or the kind of the trading rule. */
  rule: z.string().nullable(),
  ruleKind: z.enum(TRADING_RULE_KINDS).nullable(),
  /** What the plan would have rejected or closed, the first of each rule. */
  violations: z.array(
    z.object({ kind: z.enum(TRADING_RULE_KINDS), at: instant, symbol: z.string().nullable() }),
  ),
  equity: decimal.nullable(),
  floor: decimal.nullable(),
  /** What a running phase still needs: profit to its target, null without one, and trading days. */
  missing: z.object({ profit: decimal.nullable(), tradingDays: count }).nullable(),
});
/** Result of the trader's own history under a plan. */
export type PlanResultDto = z.infer<typeof resultSchema>;

/** `GET /api/challenges/results`. */
export const resultsSchema = z.object({
  portfolioId: z.string().nullable(),
  results: z.array(resultSchema),
});
