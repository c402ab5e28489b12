/** Order of day and month in a date such as 03/04/2026. */
export const DAY_ORDERS = ["dmy", "mdy"] as const;
export type DayOrder = (typeof DAY_ORDERS)[number];

/** A clock time: its date and time written as if they were UTC, and its offset where the text has one. */
export type ClockTime = { wallMs: number; offsetMs: number | null };

const LONGEST = 48;
const EPOCH = /^(\d{10}|\d{13})(?:\.\d+)?$/;
const TIME =
  /(?:^|[\sT,|·–-])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(am|pm|a\.m\.|p\.m\.)?\s?(Z(?![a-z])|(?:UTC|GMT)?\s?[+\-−]\d{1,2}:?\d{2}(?!\d)|(?:UTC|GMT)(?:\s?[+\-−]\d{1,2})?)?/i;
const YEAR_FIRST = /(?:^|\D)((\d{4})(?:[-./]|年\s?)(\d{1,2})(?:[-./]|月\s?)(\d{1,2})日?)(?!\d)/;
const SHORT_YEAR_FIRST = /(?:^|[^\d-])((\d{2})-(\d{2})-(\d{2}))(?![\d-])/;
const YEAR_LAST = /(?:^|\D)((\d{1,2})([-./])\s?(\d{1,2})([-./])\s?(\d{4}|\d{2}))(?!\d)/;
const NAMED_MONTH = /(\d{1,2})[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})|([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})/;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const BETWEEN = /^[\sT,\-–—|·]*$/i;
const MINUTE_MS = 60_000;

/**
 * A date with its time in the forms that exports have: ISO 8601, `10:00 2026-01-10`,
 * `21/03/2026 - 11:15:00`, `9/18/2025, 2:59:56 PM`, `2026.04.13 12:44:42`, ms or seconds since 1970. Null for
 * anything else and for a date that does not exist.
 */
export function readClockTime(text: string, order: DayOrder): ClockTime | null {
  const trimmed = text.normalize("NFKC").trim();
  if (trimmed === "" || trimmed.length > LONGEST) return null;
  const epoch = EPOCH.exec(trimmed)?.[1];
  if (epoch !== undefined) {
    return { wallMs: epoch.length === 13 ? Number(epoch) : Number(epoch) * 1_000, offsetMs: 0 };
  }
  const date = findDate(trimmed, order);
  if (date === null) return null;
  const rest = trimmed.replace(date.text, " ");
  const time = TIME.exec(rest);
  if (!BETWEEN.test(time === null ? rest : rest.replace(time[0], ""))) return null;
  const dayMs = toDayMs(date);
  const clock = time === null ? { ofDayMs: 0, offsetMs: null } : readTime(time);
  return dayMs === null || clock === null
    ? null
    : { wallMs: dayMs + clock.ofDayMs, offsetMs: clock.offsetMs };
}

/** Which order of day and month a date shows; `unclear` where it shows none, null where it has no such date. */
export function findDayOrder(text: string): DayOrder | "unclear" | null {
  const trimmed = text.normalize("NFKC").trim();
  if (trimmed.length > LONGEST || isYearFirst(trimmed)) return null;
  const match = YEAR_LAST.exec(trimmed);
  if (match === null) return null;
  const [, , first, separator, second] = match;
  if (Number(first) > 12) return "dmy";
  if (Number(second) > 12) return "mdy";
  if (separator === ".") return "dmy";
  return first === second ? null : "unclear";
}

type DateParts = { text: string; year: number; month: number; day: number };

function isYearFirst(text: string): boolean {
  return YEAR_FIRST.test(text) || SHORT_YEAR_FIRST.test(text);
}

function findDate(text: string, order: DayOrder): DateParts | null {
  const first = YEAR_FIRST.exec(text) ?? SHORT_YEAR_FIRST.exec(text);
  if (first !== null) {
    const [, text = "", year, month, day] = first;
    return { text, year: fullYear(year), month: Number(month), day: Number(day) };
  }
  const last = YEAR_LAST.exec(text);
  if (last !== null) {
    const [, date = "", first, separator, second, other, year] = last;
    if (separator !== other) return null;
    const isDayFirst = order === "dmy" || separator === ".";
    const [day, month] = isDayFirst ? [Number(first), Number(second)] : [Number(second), Number(first)];
    return { text: date, year: fullYear(year), month, day };
  }
  const named = NAMED_MONTH.exec(text);
  if (named === null) return null;
  const month = MONTHS.indexOf((named[2] ?? named[4] ?? "").slice(0, 3).toLowerCase()) + 1;
  return { text: named[0], year: Number(named[3] ?? named[6]), month, day: Number(named[1] ?? named[5]) };
}

function fullYear(text = ""): number {
  return text.length === 2 ? 2_000 + Number(text) : Number(text);
}

function toDayMs({ year, month, day }: DateParts): number | null {
  const dayMs = Date.UTC(year, month - 1, day);
  const date = new Date(dayMs);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && year >= 1970 && year <= 2100 ? dayMs : null;
}

function readTime(match: RegExpExecArray): { ofDayMs: number; offsetMs: number | null } | null {
  const [, hourText, minuteText, secondText = "0", fraction = "", half = "", zone = ""] = match;
  const isTwelveHour = half !== "";
  const isAfternoon = half.toLowerCase().startsWith("p");
  const [shown, minute, second] = [Number(hourText), Number(minuteText), Number(secondText)];
  if (isTwelveHour && (shown < 1 || shown > 12)) return null;
  const hour = isTwelveHour ? (shown % 12) + (isAfternoon ? 12 : 0) : shown;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const ms = Number(fraction.padEnd(3, "0").slice(0, 3));
  return {
    ofDayMs: (hour * 60 + minute) * MINUTE_MS + second * 1_000 + ms,
    offsetMs: zone.trim() === "" ? null : readOffset(zone),
  };
}

/** Offset of a text such as `UTC+8`, `+05:30`, `-0500` or `Z` from UTC, in ms. */
export function readOffset(text: string): number {
  const match = /([+\-−])(\d{1,2}):?(\d{2})?/.exec(text);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === "+" ? minutes : -minutes) * MINUTE_MS;
}
