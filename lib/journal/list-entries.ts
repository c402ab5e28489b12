import "server-only";
import { type EntryCursor, findEntryPage } from "@/lib/db/journal/journal";
import { toEntryDto } from "@/lib/journal/read-entry-row";
import { selectEntries } from "@/lib/journal/select-entries";
import { AppError } from "@/lib/schemas/api-error";
import type { EntrySort, JournalFilter } from "@/lib/schemas/journal";
import type { JournalPage } from "@/lib/schemas/journal-responses";

/** One page of a user's closed trades, newest first unless sorted otherwise. @throws AppError `bad_request` for an invalid cursor */
export async function listEntries(
  userId: string,
  query: JournalFilter & {
    sort?: EntrySort;
    order?: "asc" | "desc";
    cursor?: string;
    limit: number;
    zone?: string;
  },
): Promise<JournalPage> {
  const { sort = "closed", order = "desc", cursor: asked, limit, zone, ...filter } = query;
  const selection = await selectEntries(userId, filter, zone);
  const isByClose = sort === "closed" && order === "desc";
  const cursor = asked === undefined ? undefined : isByClose ? readCursor(asked) : readSkip(asked);
  const rows = await findEntryPage(selection, { sort, order, cursor, limit });
  const last = rows.length === limit ? rows.at(-1) : undefined;
  const skipped = cursor && "skip" in cursor ? cursor.skip : 0;
  const next = isByClose ? `${last?.closedAt.getTime()}_${last?.id}` : String(skipped + limit);
  return {
    entries: rows.map(toEntryDto),
    nextCursor: last ? next : null,
    limitedToDays: selection.limitedToDays,
  };
}

function readSkip(cursor: string): EntryCursor {
  if (!/^\d{1,6}$/.test(cursor)) throw new AppError("bad_request", "This cursor is not valid.");
  return { skip: Number(cursor) };
}

function readCursor(cursor: string): EntryCursor {
  const match = /^(\d{1,14})_(.+)$/.exec(cursor);
  if (!match?.[1] || !match[2]) throw new AppError("bad_request", "This cursor is not valid.");
  return { closedAt: new Date(Number(match[1])), id: match[2] };
}
