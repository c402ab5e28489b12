import { add, type Money, ZERO } from "@/lib/core/decimal";
import type { Booking } from "@/lib/core/stats/round-trip";
import { nameDay } from "@/lib/core/time-zone";

/** Sums of one calendar day, month or year. `closed` counts the trades that were closed in it. */
export type DayCell = { day: string; net: Money; bookings: number; closed: number };
/** A week from Monday, clipped to its month. */
export type WeekRow = { start: string; net: Money; days: DayCell[] };
export type MonthGrid = { month: string; net: Money; closed: number; weeks: WeekRow[] };
export type YearGrid = { year: number; net: Money; months: MonthGrid[] };

/**
 * A year of days in the trader's zone. Each amount counts on the day on which it was booked, so that a
 * partial close counts on its own day and the sum of all days is the change of the balance. Days without
 * trades are included.
 */
export function buildYear(
  year: number,
  input: { bookings: readonly Booking[]; closedAtMs: readonly number[]; zone: string },
): YearGrid {
  const cells = new Map<string, DayCell>();
  for (const day of listDays(year)) cells.set(day, { day, net: ZERO, bookings: 0, closed: 0 });
  for (const { atMs, amount } of input.bookings) {
    const cell = cells.get(nameDay(atMs, input.zone));
    if (cell === undefined) continue;
    cell.net = add(cell.net, amount);
    cell.bookings += 1;
  }
  for (const atMs of input.closedAtMs) {
    const cell = cells.get(nameDay(atMs, input.zone));
    if (cell !== undefined) cell.closed += 1;
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
