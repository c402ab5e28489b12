import "server-only";
import { randomUUID } from "node:crypto";
import {
  hasEntry,
  insertScreenshot,
  listScreenshots,
  type ScreenshotRow,
  type ScreenshotSubject,
} from "@/lib/db/journal/screenshots";
import { readBytes } from "@/lib/infra/read-text";
import { encodeScreenshot } from "@/lib/journal/screenshots/encode-screenshot";
import { AppError } from "@/lib/schemas/api-error";
import {
  MAX_SCREENSHOT_BYTES,
  MAX_SCREENSHOTS,
  type ScreenshotDto,
  type ScreenshotQuery,
} from "@/lib/schemas/screenshots";

/**
 * Adds the picture in a request's body to one of the user's trades or days. @throws AppError `not_found`,
 * `body_too_large`, `unsupported_media_type`, `screenshot_limit_reached`
 */
export async function addScreenshot(
  userId: string,
  query: ScreenshotQuery,
  request: Request,
): Promise<ScreenshotDto> {
  const subject = toSubject(query);
  if (subject.entryId !== null && !(await hasEntry(userId, subject.entryId))) {
    throw new AppError("not_found", "There is no such trade.");
  }
  const { content, width, height } = await encodeScreenshot(await readBytes(request, MAX_SCREENSHOT_BYTES));
  const picture = { ...subject, id: randomUUID(), content, size: content.byteLength, width, height };
  const stored = await insertScreenshot(userId, picture, MAX_SCREENSHOTS);
  if (stored !== null) return toScreenshotDto(stored);
  const { ofSubject, ofUser } = MAX_SCREENSHOTS;
  const message = `A trade or day may have ${ofSubject} pictures, and a journal ${ofUser}. Delete one first.`;
  throw new AppError("screenshot_limit_reached", message, MAX_SCREENSHOTS);
}

/** The pictures of a trade or day, oldest first. */
export async function listScreenshotsOf(userId: string, query: ScreenshotQuery): Promise<ScreenshotDto[]> {
  return (await listScreenshots(userId, toSubject(query))).map(toScreenshotDto);
}

function toSubject({ entry, day }: ScreenshotQuery): ScreenshotSubject {
  return entry === undefined ? { entryId: null, day: day ?? "" } : { entryId: entry, day: null };
}

function toScreenshotDto({ id, width, height, size, createdAt }: ScreenshotRow): ScreenshotDto {
  const path = `/api/journal/screenshots/${id}`;
  return { id, path, width, height, size, createdAt: createdAt.toISOString() };
}
