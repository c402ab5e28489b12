/** Calendar arithmetic in IANA time zones, from its arguments alone. Instants are ms since 1970 UTC. */

type WallTime = { year: number; month: number; day: number; hour: number; minute: number; second: number };

const DAY_MS = 86_400_000;
/** Beyond so many zones, or days of one, what is remembered is dropped: requests can name zones in any spelling. */
const MAX_ZONES = 500;
const MAX_DAYS = 4_000;

/** A zone's calendar, and the offset of its clocks at the start of each day in UTC, by the day's number. */
type ZoneCalendar = { format: Intl.DateTimeFormat; offsets: Map<number, number> };
const calendars = new Map<string, ZoneCalendar>();

/** Whether this runtime knows the time zone `zone`. */
export function isTimeZone(zone: string): boolean {
  try {
    calendarOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** The calendar day of an instant in a zone, as `2026-03-29`. */
export function nameDay(atMs: number, zone: string): string {
  const { year, month, day } = readWall(atMs, zone);
  return `${String(year).padStart(4, "0")}-${pad(month)}-${pad(day)}`;
}

/** Day and minute that clocks in a zone show, as `2026-03-29 09:30`. */
export function formatWallTime(atMs: number, zone: string): string {
  const { hour, minute } = readWall(atMs, zone);
  return `${nameDay(atMs, zone)} ${pad(hour)}:${pad(minute)}`;
}

/** Hour of the day (0 to 23) and day of the week (0 is Monday) of an instant in a zone. */
export function calculateHourAndWeekday(atMs: number, zone: string): { hour: number; weekday: number } {
  const { year, month, day, hour } = readWall(atMs, zone);
  return { hour, weekday: (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7 };
}

/** The instant at which a calendar day begins in a zone. @throws RangeError for a day of another form */
export function calculateDayStart(day: string, zone: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (match === null) throw new RangeError(`Not a day such as 2026-03-29: ${day.slice(0, 20)}`);
  const [, year, month, date] = match;
  return resolveWall(Date.UTC(Number(year), Number(month) - 1, Number(date)), zone);
}

/** The calendar day after a day such as `2026-03-29`. */
export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

/** The instant `months` calendar months later on the clocks of a zone; of a day that the month lacks, the month's last. */
export function addMonths(atMs: number, months: number, zone: string): number {
  return resolveWall(addMonthsInUtc(atMs + calculateOffset(atMs, zone), months), zone);
}

function addMonthsInUtc(atMs: number, months: number): number {
  const from = new Date(atMs);
  const monthMs = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1);
  const to = new Date(monthMs);
  const lastDay = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  const intoMonthMs = atMs - Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate());
  return monthMs + (Math.min(from.getUTCDate(), lastDay) - 1) * DAY_MS + intoMonthMs;
}

/**
 * The first instant after `afterMs` at which clocks in `zone` show `time` ("HH:MM"). A time skipped by a
 * clock change is moved later by the length of the skip; of a time that occurs twice, the first counts.
 */
export function calculateNextTime(afterMs: number, at: { time: string; zone: string }): number {
  const [hour = 0, minute = 0] = at.time.split(":").map(Number);
  const { year, month, day } = readWall(afterMs, at.zone);
  for (let ahead = -1; ; ahead += 1) {
    const wallMs = Date.UTC(year, month - 1, day + ahead, hour, minute);
    const instant = resolveWall(wallMs, at.zone);
    if (instant > afterMs) return instant;
  }
}

/**
 * The instants at which clocks in a zone show the clock time `wallMs` (written as if it were UTC), ascending:
 * two where clocks were set back. A time skipped by a clock change is moved later by the length of the skip.
 */
export function listWallInstants(wallMs: number, zone: string): [number, ...number[]] {
  const before = calculateOffset(wallMs - DAY_MS, zone);
  const after = calculateOffset(wallMs + DAY_MS, zone);
  const [first = before, second] = [...new Set([before, after])]
    .filter((offset) => calculateOffset(wallMs - offset, zone) === offset)
    .sort((a, b) => b - a);
  return second === undefined ? [wallMs - first] : [wallMs - first, wallMs - second];
}

function resolveWall(wallMs: number, zone: string): number {
  return listWallInstants(wallMs, zone)[0];
}

/** Offset of the zone's clocks from UTC at an instant, in ms. */
function calculateOffset(atMs: number, zone: string): number {
  const { year, month, day, hour, minute, second } = readWall(atMs, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(atMs / 1_000) * 1_000;
}

/**
 * What the clocks of a zone show. The runtime's calendar takes microseconds for each instant, so that on a day whose
 * start and end have one offset it is asked for those two alone.
 */
function readWall(atMs: number, zone: string): WallTime {
  const calendar = calendarOf(zone);
  const day = Math.floor(atMs / DAY_MS);
  const offset = findDayOffset(day, calendar);
  if (offset !== findDayOffset(day + 1, calendar)) return formatWall(atMs, calendar);
  const shown = new Date(atMs + offset);
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
  };
}

function findDayOffset(day: number, calendar: ZoneCalendar): number {
  const { offsets } = calendar;
  const known = offsets.get(day);
  if (known !== undefined) return known;
  const { year, month, day: date, hour, minute, second } = formatWall(day * DAY_MS, calendar);
  const offset = Date.UTC(year, month - 1, date, hour, minute, second) - day * DAY_MS;
  if (offsets.size >= MAX_DAYS) offsets.clear();
  offsets.set(day, offset);
  return offset;
}

function formatWall(atMs: number, { format }: ZoneCalendar): WallTime {
  const wall: WallTime = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of format.formatToParts(atMs)) {
    if (type in wall) wall[type as keyof WallTime] = Number(value);
  }
  return wall;
}

function calendarOf(zone: string): ZoneCalendar {
  const known = calendars.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const calendar = { format, offsets: new Map<number, number>() };
  if (calendars.size >= MAX_ZONES) calendars.clear();
  calendars.set(zone, calendar);
  return calendar;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
