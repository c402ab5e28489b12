import "server-only";
import { findEntryPage } from "@/lib/db/journal/journal";
import { toEntryDto } from "@/lib/journal/read-entry-row";
import { selectEntries } from "@/lib/journal/select-entries";
import { AppError } from "@/lib/schemas/api-error";
import type { JournalFilter } from "@/lib/schemas/journal";
import type { JournalPage } from "@/lib/schemas/journal-responses";

/** One page of a user's closed trades, newest first. @throws AppError `bad_request` for an invalid cursor */
export async function listEntries(
  userId: string,
  query: JournalFilter & { cursor?: string; limit: number; zone?: string },
): Promise<JournalPage> {
  const { cursor, limit, zone, ...filter } = query;
  const selection = await selectEntries(userId, filter, zone);
  const rows = await findEntryPage(selection, { cursor: readCursor(cursor), limit });
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return {
    entries: rows.map(toEntryDto),
    nextCursor: last ? `${last.closedAt.getTime()}_${last.id}` : null,
    limitedToDays: selection.limitedToDays,
  };
}

function readCursor(cursor: string | undefined): { closedAt: Date; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const match = /^(\d{1,14})_(.+)$/.exec(cursor);
  if (!match?.[1] || !match[2]) throw new AppError("bad_request", "This cursor is not one of ours.");
  return { closedAt: new Date(Number(match[1])), id: match[2] };
}
