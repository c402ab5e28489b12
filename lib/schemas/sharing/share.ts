import { z } from "zod";
import { isoDay } from "@/lib/schemas/iso-day";

/**
 * A request for a link: one of the trader's fills or trades, one of their days in the zone of their days, or the curve of
 * closed results, of one portfolio or of all.
 */
export const shareSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("fill"),
    portfolioId: z.string().min(1).max(64),
    orderId: z.string().min(1).max(64),
    at: z.iso.datetime(),
  }),
  z.strictObject({ kind: z.literal("day"), day: isoDay }),
  z.strictObject({ kind: z.literal("trade"), entryId: z.string().min(1).max(100) }),
  z.strictObject({ kind: z.literal("curve"), portfolioId: z.string().min(1).max(64).optional() }),
]);
export type ShareBody = z.output<typeof shareSchema>;

/** The most links of a user. */
export const MAX_SHARES = 200;

/** Points of a shared line. */
export const MAX_LINE = 200;
const text = z.string().max(64);
const line = z.array(z.number()).max(MAX_LINE);

/** All that a shared link shows. */
export const shareFactsSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("fill"),
    market: text,
    symbol: text,
    side: z.enum(["buy", "sell"]),
    qty: text,
    price: text,
    slippageBps: text.nullable(),
    latencyMs: z.number().nullable(),
    /** Null for a fill that only opened. */
    realised: text.nullable(),
    at: text,
  }),
  z.object({
    kind: z.literal("day"),
    market: text,
    day: text,
    zone: text,
    net: text,
    closed: z.number(),
    /** Null where there are more trades than are evaluated one by one. */
    won: z.number().nullable(),
  }),
  z.object({
    kind: z.literal("trade"),
    market: text,
    symbol: text,
    side: z.enum(["long", "short"]),
    entry: text,
    exit: text,
    net: text,
    openedAt: text,
    closedAt: text,
    /** Net result of the margin that the entry took, a fraction; absent in links of before. */
    roi: text.optional(),
    /** Closing prices around the trade, and where in them it began and ended, as parts. */
    line,
    entryAt: z.number(),
    exitAt: z.number(),
  }),
  z.object({
    kind: z.literal("curve"),
    market: text,
    from: text,
    to: text,
    net: text,
    closed: z.number(),
    /** Sums of closed results, from zero. */
    line,
  }),
]);
export type ShareFacts = z.output<typeof shareFactsSchema>;

/** A link: `path` of this site shows its facts until it is taken back. */
export const sharedSchema = z.object({
  id: z.string(),
  path: z.string(),
  facts: shareFactsSchema,
  createdAt: z.string(),
});
export type SharedLine = z.output<typeof sharedSchema>;
/** Response of `GET /api/shares`. */
export const sharesSchema = z.object({ shares: z.array(sharedSchema) });
export const shareParamsSchema = z.object({ share: z.string().min(1).max(64) });
