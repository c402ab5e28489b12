import "server-only";
import { formatRounded, roundToShown, sum } from "@/lib/core/decimal";
import { buildYear, type MonthGrid } from "@/lib/core/journal/heatmap";
import { calculateDayStart } from "@/lib/core/time-zone";
import { findBookings, findEntries } from "@/lib/db/journal/journal";
import { findZone } from "@/lib/journal/find-zone";
import { selectEntries } from "@/lib/journal/select-entries";
import type { HeatmapDto } from "@/lib/schemas/journal-responses";

/** A year of a user's days: the change of the balance by trading, in the requested zone or the user's own. */
export async function buildHeatmap(
  userId: string,
  query: { year: number; portfolioId?: string; zone?: string },
): Promise<HeatmapDto> {
  const zone = await findZone(userId, query.zone);
  const { portfolioId, year } = query;
  const selection = await selectEntries(userId, { portfolioId });
  const start = new Date(calculateDayStart(`${year}-01-01`, zone));
  const to = new Date(calculateDayStart(`${year + 1}-01-01`, zone));
  const from = selection.visibleFrom && selection.visibleFrom > start ? selection.visibleFrom : start;
  const filter = { portfolioId, from: from.toISOString(), to: to.toISOString() };
  const [bookings, entries] = await Promise.all([
    from < to ? findBookings({ userId, portfolioId, from, to }) : [],
    findEntries({ ...selection, filter }),
  ]);
  const closedAtMs = entries.map(({ closedAt }) => closedAt.getTime());
  const grid = buildYear(year, { bookings, closedAtMs, zone });
  const months = grid.months.map(toMonthDto);
  return {
    year,
    zone,
    net: formatRounded(sum(months.map((month) => month.shown))),
    months: months.map(({ shown: _shown, ...month }) => month),
  };
}

/** Days are rounded to the displayed places; weeks, months and the year are the sums of their days. */
function toMonthDto(month: MonthGrid) {
  const weeks = month.weeks.map(({ start, days }) => {
    const shown = sum(days.map(({ net }) => roundToShown(net)));
    const cells = days.map((day) => ({ ...day, net: formatRounded(day.net) }));
    return { shown, week: { start, net: formatRounded(shown), days: cells } };
  });
  const shown = sum(weeks.map((week) => week.shown));
  const { month: name, closed } = month;
  return { month: name, closed, net: formatRounded(shown), weeks: weeks.map(({ week }) => week), shown };
}
