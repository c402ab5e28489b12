import { z } from "zod";
import { isPlainText } from "@/lib/schemas/display-name";

export const COMPETITION_STATUSES = ["ANNOUNCED", "RUNNING", "ENDED"] as const;
/** Why an entry has no rank: its drawdown limit was reached, its user is banned, too few trades. */
export const COMPETITION_EXCLUSIONS = ["drawdown", "banned", "trades"] as const;
export type CompetitionExclusion = (typeof COMPETITION_EXCLUSIONS)[number];

const MAX_DURATION_MS = 90 * 86_400_000;
const MAX_AHEAD_MS = 180 * 86_400_000;

const instant = z.iso.datetime();
const percent = z
  .string()
  .regex(/^\d{1,2}(\.\d{1,2})?$/, "must be a percentage")
  .refine((text) => Number(text) >= 1, "must be at least 1");

const termsSchema = z.strictObject({
  name: z.string().trim().min(3).max(60).refine(isPlainText, "may have letters, digits and signs"),
  startsAt: instant,
  endsAt: instant,
  /** Until when traders may enter; the start unless it is given. */
  entryUntil: instant.optional(),
  /** Balance of every entry, in whole quote currency. */
  opening: z.number().int().min(100).max(1_000_000).default(10_000),
  /** Symbols that may be traded; empty for all. */
  symbols: z
    .array(z.string().regex(/^[A-Z0-9]{2,30}$/))
    .max(50)
    .default([]),
  /** Fall from the highest equity that ends an entry, in percent; null without a limit. */
  maxDrawdown: percent.nullable().default(null),
  /** Closed trades that a rank needs. */
  minTrades: z.number().int().min(0).max(1_000).default(1),
});

/** Body of `POST /api/competitions`. Whether the times fit each other is checked by `assertTimes`. */
export const createCompetitionSchema = termsSchema;
export type CreateCompetitionBody = z.output<typeof createCompetitionSchema>;

/** Body of `POST /api/admin/competitions`: a public one, with the reason for the audit log. */
export const createPublicCompetitionSchema = termsSchema.extend({
  reason: z.string().trim().min(3).max(500),
  maxEntries: z.number().int().min(2).max(100_000).default(10_000),
});

/** What is wrong with the times of a competition at `nowMs`; null when nothing is. */
export function findTimeFault(
  {
    startsAt,
    endsAt,
    entryUntil = startsAt,
  }: Pick<CreateCompetitionBody, "startsAt" | "endsAt" | "entryUntil">,
  nowMs: number,
): { field: string; message: string } | null {
  const [starts, ends, entry] = [startsAt, endsAt, entryUntil].map((text) => Date.parse(text));
  if (starts === undefined || ends === undefined || entry === undefined) return null;
  if (starts <= nowMs) return { field: "startsAt", message: "A competition must start in the future." };
  if (starts > nowMs + MAX_AHEAD_MS)
    return { field: "startsAt", message: "A competition starts within 180 days." };
  if (ends <= starts) return { field: "endsAt", message: "A competition must end after it starts." };
  if (ends > starts + MAX_DURATION_MS)
    return { field: "endsAt", message: "A competition lasts at most 90 days." };
  if (entry < starts || entry > ends)
    return { field: "entryUntil", message: "Entries end between the start and the end." };
  return null;
}

export const competitionParamsSchema = z.object({ id: z.string().max(64) });
/** Body of `POST /api/competitions/[id]/entry`; `code` is needed for one that is not public. */
export const enterCompetitionSchema = z.strictObject({ code: z.string().max(32).optional() });
/** Query of `GET /api/competitions`: `code` finds the competition of an invitation. */
export const competitionsQuerySchema = z.object({ code: z.string().max(32).optional() });
export const standingsQuerySchema = z.object({ id: z.string().max(64) });

const competitionSchema = z.object({
  id: z.string(),
  name: z.string(),
  isPublic: z.boolean(),
  /** The invitation code, for the trader who made it. */
  code: z.string().nullable(),
  status: z.enum(COMPETITION_STATUSES),
  startsAt: z.string(),
  entryUntil: z.string(),
  endsAt: z.string(),
  opening: z.number(),
  symbols: z.array(z.string()),
  /** A fraction. */
  maxDrawdown: z.number().nullable(),
  minTrades: z.number().int(),
  entries: z.number().int(),
  maxEntries: z.number().int(),
});
export type CompetitionDto = z.infer<typeof competitionSchema>;

const standingSchema = z.object({
  /** The entry's portfolio. */
  entry: z.string(),
  /** Null for a trader who is not listed, or banned. */
  name: z.string().nullable(),
  rank: z.number().int().nullable(),
  /** Change of equity and largest fall from the highest one, as fractions. */
  change: z.number(),
  drawdown: z.number(),
  equity: z.number(),
  trades: z.number().int(),
  exclusion: z.enum(COMPETITION_EXCLUSIONS).nullable(),
});
export type StandingDto = z.infer<typeof standingSchema>;

/** Response of `GET /api/competitions`. */
export const competitionsResponseSchema = z.object({ competitions: z.array(competitionSchema) });
/** Response of a competition's routes; `own` is the user's entry, with its standing once there is one. */
export const competitionResponseSchema = z.object({
  competition: competitionSchema,
  own: z.object({ portfolioId: z.string(), standing: standingSchema.nullable() }).nullable(),
});
export type CompetitionResponse = z.infer<typeof competitionResponseSchema>;

/** Response of `GET /api/competitions/standings` and data of the stream's `standings` event: the first hundred. */
export const standingsResponseSchema = z.object({
  status: z.enum(COMPETITION_STATUSES),
  computedAt: z.string(),
  entries: z.number().int(),
  lines: z.array(standingSchema),
});
export type StandingsResponse = z.infer<typeof standingsResponseSchema>;
