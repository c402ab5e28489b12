import { z } from "zod";
import { LIMIT_CAUSES } from "@/lib/core/limits/limit-state";

const MAX_PAUSE_MINUTES = 1_440;

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 09:30");
const amount = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,8})?$/, "must be a plain decimal number")
  .refine((text) => Number(text) > 0, "must be above zero");

/** Body of `PUT /api/portfolios/[id]/limits`: all limits of the portfolio; null is no such limit. */
export const ownLimitsSchema = z.strictObject({
  /** Realised loss of a day after fees and funding, quote currency. */
  dayLoss: amount.nullable(),
  /** The same in percent of the balance at the day's start. */
  dayLossPercent: amount.refine((text) => Number(text) <= 100, "must be at most 100").nullable(),
  /** Losing trades of a day without a winning one between them. */
  lossesInRow: z.number().int().min(1).max(100).nullable(),
  /** Trades opened in a day, each from flat to flat. */
  tradesPerDay: z.number().int().min(1).max(1_000).nullable(),
  /** Minutes without a new position after a losing trade. */
  pauseMinutes: z.number().int().min(1).max(MAX_PAUSE_MINUTES).nullable(),
  /** Hours in which positions may be opened, on the clocks of the trader's zone; they may pass midnight. */
  hours: z
    .strictObject({ opensAt: time, closesAt: time })
    .refine(({ opensAt, closesAt }) => opensAt !== closesAt, "must begin and end at different times")
    .nullable(),
});
/** A portfolio's own limits on the wire. */
export type OwnLimitsBody = z.infer<typeof ownLimitsSchema>;

const instant = z.string();

/** Response of `GET` and `PUT /api/portfolios/[id]/limits`. */
export const ownLimitsResponseSchema = z.object({
  /** IANA zone of day and hours. */
  zone: z.string(),
  limits: ownLimitsSchema,
  /** Looser limits that were requested, and from when on they hold. */
  pending: z.object({ limits: ownLimitsSchema, from: instant }).nullable(),
  /** What the limits are compared with since the day's start; null without any limit. */
  day: z
    .object({
      endsAt: instant,
      balance: z.string(),
      net: z.string(),
      trades: z.number().int(),
      lossesInRow: z.number().int(),
    })
    .nullable(),
  /**
   * The locks that hold (`from` is null) and the next end of the trading hours. While one holds, only orders that
   * reduce a position are accepted; `trades` also allows additions to an open one.
   */
  locks: z.array(z.object({ cause: z.enum(LIMIT_CAUSES), from: instant.nullable(), until: instant })),
});
export type OwnLimitsDto = z.infer<typeof ownLimitsResponseSchema>;
