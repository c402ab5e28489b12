import { translateReview } from "@/lib/i18n/translate-review";
import { formatReview } from "@/lib/journal/format-review";
import "server-only";
import { reviewWeek } from "@/lib/core/journal/review-week";
import { calculateDayStart } from "@/lib/core/time-zone";
import { findBookings, findEntries } from "@/lib/db/journal/journal";
import { findZone } from "@/lib/journal/find-zone";
import { readTrade } from "@/lib/journal/read-entry-row";
import { selectEntries } from "@/lib/journal/select-entries";

const WEEK_MS = 7 * 86_400_000;

/** A review in text of the week that begins on the day `week`, in the requested zone or the user's own. */
export async function reviewJournal(
  userId: string,
  query: { week: string; portfolioId?: string; zone?: string },
): Promise<{ week: string; zone: string; sentences: string[] }> {
  const zone = await findZone(userId, query.zone);
  const nextWeek = new Date(Date.parse(`${query.week}T00:00:00Z`) + WEEK_MS).toISOString().slice(0, 10);
  const { portfolioId } = query;
  const [start, to] = [query.week, nextWeek].map((day) => new Date(calculateDayStart(day, zone))) as [
    Date,
    Date,
  ];
  const filter = { portfolioId, from: start.toISOString(), to: to.toISOString() };
  const selection = await selectEntries(userId, filter);
  const from = selection.visibleFrom && selection.visibleFrom > start ? selection.visibleFrom : start;
  const [entries, bookings] = await Promise.all([
    findEntries(selection),
    from < to ? findBookings({ userId, portfolioId, from, to }) : [],
  ]);
  const options = { zone, breakEvenBand: selection.breakEvenBand, bookings };
  const facts = reviewWeek(entries.map(readTrade), options);
  return {
    week: query.week,
    zone,
    sentences: facts.map((fact) => formatReview(fact, translateReview)),
  };
}
