import { z } from "zod";

const signed = z.string().regex(/^-?\d{1,20}(\.\d{1,18})?$/);

/**
 * Body of `POST /api/queue/fund`: portfolios with a position in the symbol at a funding instant, and its
 * quantity.
 */
export const fundingMessageSchema = z.object({
  symbol: z.string(),
  /** A fraction, negative when shorts pay. */
  rate: signed,
  mark: z.string().regex(/^\d{1,20}(\.\d{1,18})?$/),
  fundingMs: z.number().int(),
  holders: z.array(
    z.object({
      portfolioId: z.string(),
      /** A portfolio that was reset since is not charged. Absent in messages of earlier versions. */
      epoch: z.number().int().optional(),
      positionQty: signed,
    }),
  ),
});
export type FundingMessage = z.infer<typeof fundingMessageSchema>;
