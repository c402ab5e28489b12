import "server-only";
import { randomUUID } from "node:crypto";
import {
  deleteScreenshot,
  findScreenshot,
  hasEntry,
  insertScreenshot,
  listScreenshots,
  type ScreenshotRow,
  type ScreenshotSubject,
} from "@/lib/db/journal/screenshots";
import { readBytes } from "@/lib/infra/read-text";
import { deleteContents, getContent, putContent } from "@/lib/infra/storage/picture-content";
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
 * `body_too_large`, `unsupported_media_type`, `screenshot_limit_reached`, `service_unavailable`
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
  const id = randomUUID();
  const isElsewhere = await putContent(userId, id, content);
  const size = content.byteLength;
  const picture = { ...subject, id, content: isElsewhere ? null : content, size, width, height };
  const stored = await insertScreenshot(userId, picture, MAX_SCREENSHOTS);
  if (stored !== null) return toScreenshotDto(stored);
  if (isElsewhere) await deleteContents(userId, [id]);
  const { ofSubject, ofUser } = MAX_SCREENSHOTS;
  const message = `A trade or day may have ${ofSubject} pictures, and a journal ${ofUser}. Delete one first.`;
  throw new AppError("screenshot_limit_reached", message, MAX_SCREENSHOTS);
}

/** The pictures of a trade or day, oldest first. */
export async function listScreenshotsOf(userId: string, query: ScreenshotQuery): Promise<ScreenshotDto[]> {
  return (await listScreenshots(userId, toSubject(query))).map(toScreenshotDto);
}

/** A user's picture as WebP. @throws AppError `not_found`, `service_unavailable` */
export async function readScreenshot(userId: string, id: string): Promise<Uint8Array<ArrayBuffer>> {
  const found = await findScreenshot(userId, id);
  const content = found && (found.content ?? (await getContent(userId, id)));
  if (!content) throw missing();
  return content;
}

/** @throws AppError `not_found` */
export async function removeScreenshot(userId: string, id: string): Promise<void> {
  if (!(await deleteScreenshot(userId, id))) throw missing();
  await deleteContents(userId, [id]);
}

function missing(): AppError {
  return new AppError("not_found", "There is no such picture.");
}

function toSubject({ entry, day }: ScreenshotQuery): ScreenshotSubject {
  return entry === undefined ? { entryId: null, day: day ?? "" } : { entryId: entry, day: null };
}

function toScreenshotDto({ id, width, height, size, createdAt }: ScreenshotRow): ScreenshotDto {
  const path = `/api/journal/screenshots/${id}`;
  return { id, path, width, height, size, createdAt: createdAt.toISOString() };
}
