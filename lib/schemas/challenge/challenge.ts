import { z } from "zod";

/** Requests about challenges. */

/**
 * Body of `POST /api/challenges`: a challenge that was bought or granted, the one that a tier includes this
 * month, a free trial, a plan that is free to try, or a rulebook of the trader's own.
 */
export const startChallengeSchema = z.union([
  z.strictObject({ grantId: z.string().max(64) }),
  z.strictObject({ includedProduct: z.string().max(64) }),
  z.strictObject({ trial: z.literal(true) }),
  z.strictObject({ freePlan: z.string().max(64) }),
  z.strictObject({ rulebookId: z.string().max(64) }),
]);
export type StartChallengeBody = z.input<typeof startChallengeSchema>;

export const challengeIdSchema = z.object({ id: z.string().max(100) });

/** Query of `GET /api/challenges/results`: with a rulebook's id the result under it alone. */
export const resultsQuerySchema = z.object({
  portfolioId: z.string().max(64).optional(),
  rulebookId: z.string().max(64).optional(),
});
