import { z } from "zod";

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

/** A statement: the sealed log of a portfolio with what it led to. */
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
      /** JSON, as it was hashed. */
      payload: z.string(),
      atMs: z.number(),
      hash: z.string(),
    }),
  ),
});

/** One passed phase, as its own log proves it. Money in quote currency, `return` a fraction of the opening balance. */
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
  /** Head of the phase's hash chain, which all of the above can be recomputed from. */
  headHash: string;
  events: number;
  /** The first daily anchor that holds this head; null before it is made. */
  anchoredOn: string | null;
  /** Whether recomputing the log led to this balance and this result; the words say what did not hold. */
  fault: string | null;
};

/** A passed challenge for everybody who was given its link. `trader` is null for one who is not listed. */
export type CertificateDto = {
  id: string;
  trader: { id: string; name: string } | null;
  planName: string;
  planVersion: number;
  summary: string;
  startedAt: string;
  endedAt: string;
  phases: CertifiedPhaseDto[];
};

/** A listed trader for everybody. Figures come from the sealed logs, over every closed trade. */
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
  places: { window: string; rank: number; return: number; score: number }[];
  certificates: { id: string; planName: string; endedAt: string }[];
};
