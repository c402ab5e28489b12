import { z } from "zod";

export const riskLimitsSchema = z.object({
  symbol: z.string(),
  tiers: z
    .array(z.object({ limit: z.string(), maintenanceRate: z.string(), maxLeverage: z.string() }))
    .min(1),
  priceLimit: z.object({ x: z.string(), y: z.string() }).nullable(),
});

/**
 * The venue's limits by size: tiers ascending by `limit` (quote currency), rates as fractions; and how far a
 * limit price may be from the mark, or null when the venue doesn't limit it.
 */
export type RiskLimits = z.infer<typeof riskLimitsSchema>;
