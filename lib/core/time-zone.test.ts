import fc from "fast-check";
import { expect, it } from "vitest";
import {
  calculateDayStart,
  calculateHourAndWeekday,
  calculateNextTime,
  formatWallTime,
  isTimeZone,
  nameDay,
} from "@/lib/core/time-zone";

const at = (iso: string) => Date.parse(iso);
const next = (iso: string, time: string, zone: string) =>
  new Date(calculateNextTime(at(iso), { time, zone })).toISOString();

it.each([
  ["a plain day in winter", "2026-01-10T12:00:00Z", "00:00", "Europe/Prague", "2026-01-10T23:00:00.000Z"],
  ["the day of 23 hours", "2026-03-28T23:00:00Z", "00:00", "Europe/Prague", "2026-03-29T22:00:00.000Z"],
  ["the day of 25 hours", "2026-10-24T22:00:00Z", "00:00", "Europe/Prague", "2026-10-25T23:00:00.000Z"],
  [
    "a time that the clocks skip",
    "2026-03-29T00:00:00Z",
    "02:30",
    "Europe/Prague",
    "2026-03-29T01:30:00.000Z",
  ],
  ["a time shown twice", "2026-10-24T22:00:00Z", "02:30", "Europe/Prague", "2026-10-25T00:30:00.000Z"],
  ["not the second showing", "2026-10-25T00:30:00Z", "02:30", "Europe/Prague", "2026-10-26T01:30:00.000Z"],
  ["an hour before the reset", "2026-05-01T23:30:00Z", "00:30", "UTC", "2026-05-02T00:30:00.000Z"],
  ["exactly at the reset", "2026-05-02T00:30:00Z", "00:30", "UTC", "2026-05-03T00:30:00.000Z"],
  ["a zone with half an hour", "2026-05-02T00:00:00Z", "00:00", "Asia/Kolkata", "2026-05-02T18:30:00.000Z"],
  [
    "a day that begins at one",
    "2026-09-05T12:00:00Z",
    "00:00",
    "America/Santiago",
    "2026-09-06T04:00:00.000Z",
  ],
  [
    "New York in the evening",
    "2026-06-01T21:30:00Z",
    "17:00",
    "America/New_York",
    "2026-06-02T21:00:00.000Z",
  ],
])("finds the next reset: %s", (_name, from, time, zone, expected) => {
  expect(next(from, time, zone)).toBe(expected);
});

it("names days in the zone of the trader", () => {
  expect(nameDay(at("2026-03-01T03:00:00Z"), "America/New_York")).toBe("2026-02-28");
  expect(nameDay(at("2026-03-01T03:00:00Z"), "Asia/Tokyo")).toBe("2026-03-01");
  expect(calculateHourAndWeekday(at("2026-03-01T03:30:00Z"), "Asia/Kolkata")).toEqual({
    hour: 9,
    weekday: 6,
  });
  expect(isTimeZone("Mars/Olympus")).toBe(false);
});

it("resets come in order, about a day apart, and always show the time or skip it", () => {
  const zones = fc.constantFrom(
    "UTC",
    "Europe/Prague",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Tokyo",
  );
  const minutes = fc.integer({ min: 0, max: 1_439 });
  const starts = fc.integer({ min: at("2020-01-01T00:00:00Z"), max: at("2035-01-01T00:00:00Z") });
  fc.assert(
    fc.property(zones, minutes, starts, (zone, minute, startMs) => {
      const time = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
      const first = calculateNextTime(startMs, { time, zone });
      const second = calculateNextTime(first, { time, zone });
      expect(first).toBeGreaterThan(startMs);
      expect(first - startMs).toBeLessThanOrEqual(26 * 3_600_000);
      expect(Math.abs(second - first - 86_400_000)).toBeLessThanOrEqual(2 * 3_600_000);
      expect(nameDay(calculateDayStart(nameDay(startMs, zone), zone), zone)).toBe(nameDay(startMs, zone));
    }),
    { numRuns: 300 },
  );
});

it("shows what the calendar of the runtime shows, also on days of a clock change", () => {
  const zones = fc.constantFrom(
    "America/Santiago",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kathmandu",
  );
  const instants = fc.integer({ min: at("1990-01-01T00:00:00Z"), max: at("2035-01-01T00:00:00Z") });
  fc.assert(
    fc.property(zones, instants, (timeZone, atMs) => {
      const shown = new Date(atMs).toLocaleString("sv-SE", { timeZone });
      expect(`${formatWallTime(atMs, timeZone)}${shown.slice(16)}`).toBe(shown);
    }),
    { numRuns: 300 },
  );
});
