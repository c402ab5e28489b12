import "server-only";
import { formatRounded, parseMoney, roundToShown, sum } from "@/lib/core/decimal";
import { buildYear, type MonthGrid } from "@/lib/core/journal/heatmap";
import { calculateDayStart } from "@/lib/core/time-zone";
import { findEntries, findOpenBookings } from "@/lib/db/journal/journal";
import { findZone } from "@/lib/journal/find-zone";
import { selectEntries } from "@/lib/journal/select-entries";
import type { JournalFilter } from "@/lib/schemas/journal";
import type { HeatmapDto } from "@/lib/schemas/journal-responses";

/**
 * A year of a user's days: what the trades closed on each day made, in the requested zone or the user's own. `filter`
 * selects the trades as it does in the rest of the journal.
 */
export async function buildHeatmap(
  userId: string,
  query: { year: number; portfolioId?: string; zone?: string; filter?: JournalFilter },
): Promise<HeatmapDto> {
  const zone = await findZone(userId, query.zone);
  const { portfolioId = query.filter?.portfolioId, year } = query;
  const start = new Date(calculateDayStart(`${year}-01-01`, zone)).toISOString();
  const end = new Date(calculateDayStart(`${year + 1}-01-01`, zone)).toISOString();
  const selection = await selectEntries(userId, { ...query.filter, portfolioId }, zone);
  const { from, to } = selection.filter;
  const filter = { ...selection.filter, from: start, to: end };
  if (from !== undefined && from > start) filter.from = from;
  if (to !== undefined && to < end) filter.to = to;
  const [entries, open] = await Promise.all([
    findEntries({ ...selection, filter }),
    findOpenBookings(userId, portfolioId),
  ]);
  const trades = entries.map(({ closedAt, net }) => ({
    closedAtMs: closedAt.getTime(),
    net: parseMoney(net),
  }));
  const grid = buildYear(year, { trades, zone });
  const months = grid.months.map(toMonthDto);
  return {
    year,
    zone,
    net: formatRounded(sum(months.map((month) => month.shown))),
    open: open === null ? null : formatRounded(open),
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
