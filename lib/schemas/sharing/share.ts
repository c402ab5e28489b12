import { z } from "zod";
import { isoDay } from "@/lib/schemas/iso-day";

/** A request for a link: one of the trader's fills, or one of their days in the zone of their days. */
export const shareSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("fill"),
    portfolioId: z.string().min(1).max(64),
    orderId: z.string().min(1).max(64),
    at: z.iso.datetime(),
  }),
  z.strictObject({ kind: z.literal("day"), day: isoDay }),
]);
export type ShareBody = z.output<typeof shareSchema>;

/** The most links of a user. */
export const MAX_SHARES = 200;

const text = z.string().max(64);

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
