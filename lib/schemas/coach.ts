import { z } from "zod";
import { isPlainText } from "@/lib/schemas/display-name";
import { isoDay } from "@/lib/schemas/iso-day";

/** Links by which coaches read a journal, and what they write. */

/** Links of one user that hold at the same time. */
export const MAX_COACHES = 10;

/** A link's token: 32 random bytes as base64url. */
export const coachTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "must be the token of a link");

/** Body of `POST /api/journal/coaches`. */
export const createCoachSchema = z.strictObject({
  name: z.string().trim().min(1).max(40).refine(isPlainText, "may have letters, digits and signs"),
});

/** Path of `DELETE /api/journal/coaches/[coach]`. */
export const coachParamsSchema = z.object({ coach: z.string().min(1).max(64) });

/** Path of `DELETE /api/journal/comments/[comment]`. */
export const coachCommentParamsSchema = z.object({ comment: z.string().min(1).max(64) });

/** A link as its owner sees it. Its URL is shown once. */
export const coachLinkSchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  revokedAt: z.string().nullable(),
});
export type CoachLinkDto = z.infer<typeof coachLinkSchema>;

/** `GET /api/journal/coaches`: newest first. */
export const coachLinksSchema = z.object({ coaches: z.array(coachLinkSchema) });

/** `POST /api/journal/coaches`. `url` is shown this once. */
export const createdCoachSchema = z.object({ coach: coachLinkSchema, url: z.string() });
export type CreatedCoach = z.infer<typeof createdCoachSchema>;

/** Body of `POST /api/coach/comments`: on a trade or on a day. */
export const coachCommentBodySchema = z
  .strictObject({
    token: coachTokenSchema,
    entryId: z.string().max(100).optional(),
    day: isoDay.optional(),
    text: z.string().trim().min(1).max(2_000),
  })
  .refine(
    ({ entryId, day }) => (entryId === undefined) !== (day === undefined),
    "must name a trade or a day",
  );
export type CoachCommentBody = z.output<typeof coachCommentBodySchema>;

/** A comment as the trader and the coach see it. */
export const coachCommentSchema = z.object({
  id: z.string(),
  author: z.string(),
  text: z.string(),
  createdAt: z.string(),
});
export type CoachCommentDto = z.infer<typeof coachCommentSchema>;
