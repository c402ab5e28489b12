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

/** Where the shared picture is: a path of this site. */
export const sharedSchema = z.object({ path: z.string() });
export type Shared = z.output<typeof sharedSchema>;

const text = z.string().max(64);

/** The content of a shared link: it contains these facts only, so that nothing else can be read from it. */
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
