import { expect, it } from "vitest";
import { listDrawdowns, listMonths } from "@/lib/lab/run/report/list-months";

it("returns by month, compounded, each day in the month in which it began", () => {
  const months = listMonths([100, 110, 121, 60.5], Date.parse("2026-01-30T00:00:00Z"));
  expect(months.map(({ month }) => month)).toEqual(["2026-01", "2026-02"]);
  expect(months[0]?.change).toBeCloseTo(0.21, 12);
  expect(months[1]?.change).toBeCloseTo(-0.5, 12);
  expect(listMonths([100], 0)).toEqual([]);
});

it("falls from the highest balance so far", () => {
  expect(listDrawdowns([100, 120, 90, 120, 60])).toEqual([0, 0, -25, 0, -50]);
});
