import { add, type Money, ZERO } from "@/lib/core/decimal";
import { nameDay } from "@/lib/core/time-zone";

/** A closed trade as the calendar counts it. */
export type ClosedTrade = { closedAtMs: number; net: Money };
/** The trades that were closed on a day: the sum of their nets, and how many there are. */
export type DayCell = { day: string; net: Money; closed: number };
/** A week from Monday, clipped to its month. */
export type WeekRow = { start: string; net: Money; days: DayCell[] };
export type MonthGrid = { month: string; net: Money; closed: number; weeks: WeekRow[] };
export type YearGrid = { year: number; net: Money; months: MonthGrid[] };

/**
 * A year of days in the trader's zone. A trade counts on the day on which it was closed, so that a day is the sum of the
 * trades that the journal lists for it. Days without trades are included.
 */
export function buildYear(year: number, input: { trades: readonly ClosedTrade[]; zone: string }): YearGrid {
  const cells = new Map<string, DayCell>();
  for (const day of listDays(year)) cells.set(day, { day, net: ZERO, closed: 0 });
  for (const { closedAtMs, net } of input.trades) {
    const cell = cells.get(nameDay(closedAtMs, input.zone));
    if (cell === undefined) continue;
    cell.net = add(cell.net, net);
    cell.closed += 1;
  }
  const months: MonthGrid[] = [];
  for (const cell of cells.values()) addToMonths(months, cell);
  return { year, net: months.reduce((net, month) => add(net, month.net), ZERO as Money), months };
}

function addToMonths(months: MonthGrid[], cell: DayCell): void {
  const name = cell.day.slice(0, 7);
  let month = months.at(-1);
  if (month?.month !== name) {
    month = { month: name, net: ZERO, closed: 0, weeks: [] };
    months.push(month);
  }
  let week = month.weeks.at(-1);
  if (week === undefined || weekdayOf(cell.day) === 0) {
    week = { start: cell.day, net: ZERO, days: [] };
    month.weeks.push(week);
  }
  week.days.push(cell);
  week.net = add(week.net, cell.net);
  month.net = add(month.net, cell.net);
  month.closed += cell.closed;
}

function listDays(year: number): string[] {
  const days: string[] = [];
  for (let ms = Date.UTC(year, 0, 1); ms < Date.UTC(year + 1, 0, 1); ms += 86_400_000) {
    days.push(new Date(ms).toISOString().slice(0, 10));
  }
  return days;
}

/** 0 is Monday. */
function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}
