import { z } from "zod";
import { isoDay } from "@/lib/schemas/iso-day";

/** Pictures of the journal: each belongs to a trade or to a day. */

/** The largest file, in bytes. */
export const MAX_SCREENSHOT_BYTES = 5 * 1_024 * 1_024;
/** Pictures of one trade or day, and of one user. */
export const MAX_SCREENSHOTS = { ofSubject: 10, ofUser: 200 } as const;
/** What a browser may send; the content decides. */
export const SCREENSHOT_TYPES = ["image/png", "image/jpeg", "image/webp"] as const;

const subjectShape = { entry: z.string().min(1).max(100).optional(), day: isoDay.optional() };

/** Query of `GET` and `POST /api/journal/screenshots`: a trade or a day. The picture is the body of the latter. */
export const screenshotQuerySchema = z
  .object(subjectShape)
  .refine(({ entry, day }) => (entry === undefined) !== (day === undefined), "Name a trade or a day.");
export type ScreenshotQuery = z.output<typeof screenshotQuerySchema>;

export const screenshotParamsSchema = z.object({ screenshot: z.uuid() });

export const screenshotSchema = z.object({
  id: z.string(),
  /** Where the picture is: WebP, for its owner. */
  path: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  /** Bytes. */
  size: z.number().int(),
  createdAt: z.string(),
});
export type ScreenshotDto = z.output<typeof screenshotSchema>;
export const screenshotsSchema = z.object({ screenshots: z.array(screenshotSchema) });
