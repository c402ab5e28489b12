import "server-only";
import { formatDecimal } from "@/lib/core/decimal";
import { buildYear } from "@/lib/core/journal/heatmap";
import { findDayStart } from "@/lib/core/time-zone";
import { findBookings, findEntries } from "@/lib/db/journal";
import { findZone } from "@/lib/journal/find-zone";
import { selectEntries } from "@/lib/journal/select-entries";
import type { HeatmapDto } from "@/lib/schemas/journal-answers";

/** A year of a user's days: what trading changed the balance by, in the zone asked for or the user's own. */
export async function buildHeatmap(
  userId: string,
  query: { year: number; portfolioId?: string; zone?: string },
): Promise<HeatmapDto> {
  const zone = await findZone(userId, query.zone);
  const { portfolioId, year } = query;
  const selection = await selectEntries(userId, { portfolioId });
  const start = new Date(findDayStart(`${year}-01-01`, zone));
  const to = new Date(findDayStart(`${year + 1}-01-01`, zone));
  const from = selection.visibleFrom && selection.visibleFrom > start ? selection.visibleFrom : start;
  const filter = { portfolioId, from: from.toISOString(), to: to.toISOString() };
  const [bookings, entries] = await Promise.all([
    from < to ? findBookings({ userId, portfolioId, from, to }) : [],
    findEntries({ ...selection, filter }),
  ]);
  const closedAtMs = entries.map(({ closedAt }) => closedAt.getTime());
  const grid = buildYear(year, { bookings, closedAtMs, zone });
  return {
    year,
    zone,
    net: formatDecimal(grid.net),
    months: grid.months.map((month) => ({
      ...month,
      net: formatDecimal(month.net),
      weeks: month.weeks.map((week) => ({
        ...week,
        net: formatDecimal(week.net),
        days: week.days.map((day) => ({ ...day, net: formatDecimal(day.net) })),
      })),
    })),
  };
}
