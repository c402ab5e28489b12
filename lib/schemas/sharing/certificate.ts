import { z } from "zod";
import type { LeaderboardWindow } from "@/lib/schemas/leaderboard";

/** Query of `GET /api/certificates/statement`: the log of one phase of a passed challenge. */
export const certificateStatementSchema = z.object({
  id: z.string().max(100),
  phase: z.coerce.number().int().min(1).max(20).default(1),
});

/** The proof that a head is in the public anchor of a day. */
const statementAnchorSchema = z.object({
  day: z.string(),
  seq: z.number().int(),
  portfolios: z.number().int(),
  root: z.string(),
  path: z.array(z.object({ side: z.enum(["left", "right"]), hash: z.string() })),
});

/** A statement: the log of a portfolio with its resulting state. */
export const statementSchema = z.object({
  format: z.literal("terminal-zero-statement-2"),
  portfolioId: z.string(),
  madeAt: z.string(),
  opening: z.string(),
  adjustments: z.string(),
  balance: z.string(),
  headHash: z.string(),
  anchors: z.array(statementAnchorSchema),
  events: z.array(
    z.object({
      seq: z.number().int(),
      type: z.string(),
      /** JSON, exactly as it was hashed. */
      payload: z.string(),
      atMs: z.number(),
      hash: z.string(),
    }),
  ),
});

/**
 * One passed phase, as proved by its log. Money in quote currency, `return` a fraction of the opening
 * balance.
 */
export type CertifiedPhaseDto = {
  phase: number;
  name: string;
  startedAt: string;
  endedAt: string;
  opening: string;
  balance: string;
  return: number;
  trades: number;
  wins: number;
  /** Share of the filled orders that programs placed (`/v5`, alerts, assistants); stops and targets are not counted. */
  byPrograms: number;
  /** Head of the phase's hash chain, from which all of the above can be recomputed. */
  headHash: string;
  events: number;
  /** The day of the first anchor that contains this head; null before it is made. */
  anchoredOn: string | null;
  /** Null when recomputing the log gave this balance and this result; else the reason it did not. */
  fault: string | null;
};

/** A passed challenge, for anyone with its link. `trader` is null for one who is not listed. */
export type CertificateDto = {
  id: string;
  trader: { id: string; name: string } | null;
  planId: string;
  planName: string;
  planVersion: number;
  summary: string;
  startedAt: string;
  endedAt: string;
  phases: CertifiedPhaseDto[];
};

/** The public profile of a listed trader. Figures come from the logs, over every closed trade. */
export type TraderProfileDto = {
  id: string;
  name: string;
  since: string;
  trades: number;
  wins: number;
  losses: number;
  net: string;
  /** Null without a loss. */
  profitFactor: number | null;
  places: { window: LeaderboardWindow; rank: number; return: number; score: number }[];
  certificates: { id: string; planName: string; endedAt: string }[];
};
