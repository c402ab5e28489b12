import "server-only";
import { add, formatRounded, type Money, parseMoney, ZERO } from "@/lib/core/decimal";
import { isTimeZone, nameDay } from "@/lib/core/time-zone";
import { findCoachComments } from "@/lib/db/journal/coach-comments";
import type { UsableCoachLink } from "@/lib/db/journal/coach-links";
import { findDayNotes } from "@/lib/db/journal/day-notes";
import { toCoachCommentDto } from "@/lib/journal/coach/to-coach-comment-dto";
import { listEntries } from "@/lib/journal/list-entries";
import type { CoachCommentDto } from "@/lib/schemas/coach";
import type { JournalEntryDto } from "@/lib/schemas/journal-responses";

const PAGE = 50;

/** A day of the journal with the trades that were closed in it. */
export type CoachDay = {
  day: string;
  /** Σ net of `trades`. */
  net: string;
  note: string;
  comments: CoachCommentDto[];
  trades: { entry: JournalEntryDto; comments: CoachCommentDto[] }[];
};

/**
 * The newest trades of the journal that a link belongs to, or those after `cursor`, by the day of their close in the
 * owner's zone. As much of it as the owner sees.
 */
export async function readCoachJournal(
  { userId, user }: UsableCoachLink,
  cursor: string | undefined,
): Promise<{ zone: string; days: CoachDay[]; nextCursor: string | null }> {
  const zone = isTimeZone(user.timeZone) ? user.timeZone : "UTC";
  const { entries, nextCursor } = await listEntries(userId, {
    limit: PAGE,
    zone,
    ...(cursor !== undefined && { cursor }),
  });
  const groups = new Map<string, JournalEntryDto[]>();
  for (const entry of entries) {
    const day = nameDay(Date.parse(entry.closedAt), zone);
    groups.set(day, [...(groups.get(day) ?? []), entry]);
  }
  const names = [...groups.keys()];
  const [notes, comments] = await Promise.all([
    findDayNotes(userId, names),
    findCoachComments(userId, { entryIds: entries.map(({ id }) => id), days: names }),
  ]);
  const days = [...groups].map(([day, trades]) => ({
    day,
    net: formatRounded(trades.reduce<Money>((sum, { net }) => add(sum, parseMoney(net)), ZERO)),
    note: notes.get(day) ?? "",
    comments: comments.filter((one) => one.day === day).map(toCoachCommentDto),
    trades: trades.map((entry) => ({
      entry,
      comments: comments.filter((one) => one.entryId === entry.id).map(toCoachCommentDto),
    })),
  }));
  return { zone, days, nextCursor };
}
