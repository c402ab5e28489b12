import fc from "fast-check";
import { expect, it } from "vitest";
import { type Money, parseMoney, sum } from "@/lib/core/decimal";
import { buildYear } from "@/lib/core/journal/heatmap";

const at = (iso: string) => Date.parse(iso);

it("counts each trade on the day of its close in the trader's zone", () => {
  const trades = [
    { closedAtMs: at("2026-03-01T03:00:00Z"), net: parseMoney("10") },
    { closedAtMs: at("2026-03-01T12:00:00Z"), net: parseMoney("-4") },
  ];
  const grid = buildYear(2026, { trades, zone: "America/New_York" });
  expect(grid.months[1]?.net).toBe(parseMoney("10"));
  expect(grid.months[2]).toMatchObject({ net: parseMoney("-4"), closed: 1 });
  expect(grid.months[2]?.weeks[0]).toMatchObject({ start: "2026-03-01", net: parseMoney("-4") });
  expect(grid.months[2]?.weeks[0]?.days).toHaveLength(1);
});

it("year = Σ months, month = Σ days = Σ clipped weeks, whatever the zone", () => {
  const zones = fc.constantFrom(
    "UTC",
    "Europe/Prague",
    "America/New_York",
    "Pacific/Kiritimati",
    "Asia/Kolkata",
  );
  const trade = fc.record({
    closedAtMs: fc.integer({ min: at("2025-12-30T00:00:00Z"), max: at("2027-01-02T00:00:00Z") }),
    net: fc.integer({ min: -1_000_000, max: 1_000_000 }).map((units) => BigInt(units) as Money),
  });
  fc.assert(
    fc.property(zones, fc.array(trade, { maxLength: 60 }), (zone, trades) => {
      const year = buildYear(2026, { trades, zone });
      expect(sum(year.months.map(({ net }) => net))).toBe(year.net);
      expect(year.months.flatMap(({ weeks }) => weeks.flatMap(({ days }) => days))).toHaveLength(365);
      for (const month of year.months) {
        expect(sum(month.weeks.map(({ net }) => net))).toBe(month.net);
        expect(sum(month.weeks.flatMap(({ days }) => days.map(({ net }) => net)))).toBe(month.net);
        for (const { days } of month.weeks) {
          expect(days.length).toBeLessThanOrEqual(7);
          for (const { day } of days) expect(day.startsWith(month.month)).toBe(true);
        }
      }
      const three = [2025, 2026, 2027].map((each) => buildYear(each, { trades, zone }).net);
      expect(sum(three)).toBe(sum(trades.map(({ net }) => net)));
    }),
    { numRuns: 60 },
  );
});
