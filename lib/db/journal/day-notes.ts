import "server-only";
import { getDb } from "@/lib/db/client";

/** A user's note on a day such as "2026-11-24"; empty when there is none. */
export async function findDayNote(userId: string, day: string): Promise<string> {
  const row = await getDb().dayNote.findUnique({ where: { userId_day: { userId, day } } });
  return row?.note ?? "";
}

/** A user's notes on some days, by day. */
export async function findDayNotes(userId: string, days: readonly string[]): Promise<Map<string, string>> {
  const rows = await getDb().dayNote.findMany({ where: { userId, day: { in: [...days] } } });
  return new Map(rows.map(({ day, note }) => [day, note]));
}

/** The days of a year on which a user has a note. */
export async function findNotedDays(userId: string, year: number): Promise<string[]> {
  const rows = await getDb().dayNote.findMany({
    where: { userId, day: { startsWith: `${year}-` } },
    select: { day: true },
  });
  return rows.map(({ day }) => day);
}

/** Stores a user's note on a day in the place of the one before; an empty one deletes it. */
export async function saveDayNote(userId: string, day: string, note: string): Promise<void> {
  const { dayNote } = getDb();
  if (note === "") {
    await dayNote.deleteMany({ where: { userId, day } });
    return;
  }
  await dayNote.upsert({
    where: { userId_day: { userId, day } },
    create: { userId, day, note },
    update: { note },
  });
}
