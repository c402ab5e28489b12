import "server-only";
import { ZERO } from "@/lib/core/decimal";
import { reviewWeek } from "@/lib/core/journal/review";
import { findDayStart } from "@/lib/core/time-zone";
import { findEntries } from "@/lib/db/journal";
import { findZone } from "@/lib/journal/find-zone";
import { readTrade } from "@/lib/journal/read-entry-row";
import { selectEntries } from "@/lib/journal/select-entries";

const WEEK_MS = 7 * 86_400_000;

/** The week that begins on the day `week`, in words, in the zone asked for or the user's own. */
export async function reviewJournal(
  userId: string,
  query: { week: string; portfolioId?: string; zone?: string },
): Promise<{ week: string; zone: string; sentences: string[] }> {
  const zone = await findZone(userId, query.zone);
  const nextWeek = new Date(Date.parse(`${query.week}T00:00:00Z`) + WEEK_MS).toISOString().slice(0, 10);
  const from = new Date(findDayStart(query.week, zone)).toISOString();
  const to = new Date(findDayStart(nextWeek, zone)).toISOString();
  const selection = await selectEntries(userId, { portfolioId: query.portfolioId, from, to });
  const trades = (await findEntries(selection)).map(readTrade);
  return { week: query.week, zone, sentences: reviewWeek(trades, { zone, breakEvenBand: ZERO }) };
}
