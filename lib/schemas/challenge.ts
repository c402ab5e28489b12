import { z } from "zod";

/** What traders send to and see of their challenges. Decimals are text, money in quote currency. */

/** Body of `POST /api/challenges`: a challenge that was bought or given, or the one that a tier includes this month. */
export const startChallengeSchema = z.union([
  z.strictObject({ grantId: z.string().max(64) }),
  z.strictObject({ includedProduct: z.string().max(64) }),
]);
export type StartChallengeBody = z.input<typeof startChallengeSchema>;

export const challengeIdSchema = z.object({ id: z.string().max(100) });

/** One rule in words and as a formula, with where it stands. `room` and `floor` are null once it is over. */
export type RuleDto = {
  id: string;
  name: string;
  scope: "day" | "total";
  isSoft: boolean;
  words: string;
  formula: string;
  floor: string | null;
  amount: string | null;
  room: string | null;
  isLow: boolean;
};

export type PhaseDto = {
  phase: number;
  name: string;
  portfolioId: string | null;
  status: "WAITING" | "RUNNING" | "PASSED" | "FAILED";
  target: string | null;
  minTradingDays: number;
  startedAt: string | null;
  endedAt: string | null;
};

export type ChallengeStatusName = "RUNNING" | "PASSED" | "FAILED";

/** One line of `GET /api/challenges`. */
export type ChallengeSummary = {
  id: string;
  planId: string;
  planName: string;
  status: ChallengeStatusName;
  phase: number;
  phases: number;
  startedAt: string;
  endedAt: string | null;
  /** Of the running phase, or of the last one. */
  portfolioId: string;
};

/** How the running phase stands at the marks of the moment. */
export type ChallengeStandingDto = {
  startingBalance: string;
  balance: string;
  /** Null where a mark is missing. */
  equity: string | null;
  roomToday: string | null;
  roomOverall: string | null;
  target: string | null;
  missing: string | null;
  tradingDays: number;
  minTradingDays: number;
  resetAt: string;
  resetZone: string;
  pausedUntil: string | null;
};

export type ChallengeDetail = ChallengeSummary & {
  summary: string;
  version: number;
  rules: RuleDto[];
  phaseList: PhaseDto[];
  standing: ChallengeStandingDto | null;
  /** Closed balance and floors over time, oldest first, of the shown phase. */
  history: { at: string; balance: string; equity: string; floors: Record<string, string> }[];
  evidence: EvidenceDto | null;
};

/** What a breach or a pass was decided by, exactly as it stands in the log. */
export type EvidenceDto = {
  challengeId: string;
  portfolioId: string;
  type: "challenge-breached" | "phase-passed";
  seq: number;
  at: string;
  hash: string;
  payload: unknown;
};

/** How one's own history would have ended under a plan. */
export type PlanVerdictDto = {
  planId: string;
  planName: string;
  summary: string;
  result: "passed" | "failed" | "running" | "no-history";
  phase: number | null;
  at: string | null;
  rule: string | null;
  equity: string | null;
  floor: string | null;
};

/** Query of `GET /api/challenges/verdicts`. */
export const verdictsQuerySchema = z.object({ portfolioId: z.string().max(64).optional() });

export const portfolioIdSchema = z.object({ id: z.string().max(64) });
