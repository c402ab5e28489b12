import { z } from "zod";

/** Query of `GET /api/anchors`: the maximum number of newest days. */
export const anchorsQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(5_000).default(5_000),
});

/** The public list of daily anchors, newest first. */
export const anchorsSchema = z.object({
  anchors: z.array(
    z.object({
      /** UTC, YYYY-MM-DD. */
      day: z.string(),
      /** Root of the Merkle tree over all heads, SHA-256 in hex. */
      root: z.string(),
      portfolios: z.number().int(),
      events: z.string(),
    }),
  ),
});

/** Query of `GET /api/anchors/heads`. */
export const anchoredHeadsQuerySchema = z.object({ portfolioId: z.string().min(1).max(100) });

/**
 * The anchored heads of one portfolio, newest first, each on the first day that contained it; with the days'
 * roots.
 */
export const anchoredHeadsSchema = z.object({
  heads: z.array(z.object({ day: z.string(), seq: z.number().int(), hash: z.string() })),
  anchors: anchorsSchema.shape.anchors,
});
export type AnchoredHeads = z.infer<typeof anchoredHeadsSchema>;
