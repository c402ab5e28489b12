import "server-only";
import { updateEntryText } from "@/lib/db/journal/journal";
import { toEntryDto } from "@/lib/journal/read-entry-row";
import { AppError } from "@/lib/schemas/api-error";
import type { AnnotateEntryBody } from "@/lib/schemas/journal";
import type { JournalEntryDto } from "@/lib/schemas/journal-responses";

/**
 * Stores the trader's own text on an entry. @throws AppError `not_found`, also for an entry of another user
 */
export async function annotateEntry(
  userId: string,
  id: string,
  words: AnnotateEntryBody,
): Promise<JournalEntryDto> {
  const unique = (list: string[] | undefined) => list && [...new Set(list)];
  const row = await updateEntryText(userId, id, {
    ...words,
    ...(words.tags && { tags: unique(words.tags) }),
    ...(words.mistakes && { mistakes: unique(words.mistakes) }),
  });
  if (row === null) throw new AppError("not_found", "There is no such entry.");
  return toEntryDto(row);
}
