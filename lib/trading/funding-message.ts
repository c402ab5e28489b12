import { z } from "zod";

/** Body of `POST /api/queue/fund`: portfolios that held the symbol at a funding instant. */
export const fundingMessageSchema = z.object({
  symbol: z.string(),
  /** A fraction, negative when shorts pay. */
  rate: z.string().regex(/^-?\d{1,20}(\.\d{1,18})?$/),
  mark: z.string().regex(/^\d{1,20}(\.\d{1,18})?$/),
  fundingMs: z.number().int(),
  portfolioIds: z.array(z.string()),
});
export type FundingMessage = z.infer<typeof fundingMessageSchema>;
