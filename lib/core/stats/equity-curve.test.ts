import { expect, it } from "vitest";
import { money } from "@/dev/testing/engine-fixtures";
import { findDrawdown } from "@/lib/core/stats/drawdown";
import { type EquityItem, findDailyReturns, followEquity } from "@/lib/core/stats/equity-curve";

const DAY_MS = 86_400_000;
const item = (kind: EquityItem["kind"], day: number, amount: number, portfolioId = "a"): EquityItem => ({
  kind,
  portfolioId,
  atMs: day * DAY_MS,
  amount: money(amount),
});
const profitsOf = (items: EquityItem[]) => followEquity(items).map(({ profit }) => profit);

it("counts open profit, and neither resets, adjustments nor a second portfolio", () => {
  const items = [
    item("begun", 0, 10_000),
    item("noted", 1, 10_400),
    item("noted", 2, 9_900),
    item("begun", 3, 10_000, "b"),
    item("adjusted", 4, 500),
    item("noted", 5, 10_500),
    item("begun", 6, 5_000),
    item("noted", 7, 5_100),
    item("noted", 8, 9_950, "b"),
  ];
  expect(profitsOf(items)).toEqual([0, 400, -100, -100, -100, 0, 0, 100, 50].map((one) => money(one)));
  expect(followEquity(items).at(-1)?.equity).toBe(money(15_050));
  const fall = findDrawdown(followEquity(items).map(({ atMs, profit }) => ({ atMs, equity: profit })));
  expect(fall.amount).toBe(money(500));
});

it("takes all that happens at one instant as one moment", () => {
  const both = [
    item("begun", 0, 100),
    item("begun", 0, 100, "b"),
    item("noted", 1, 90),
    item("noted", 1, 120, "b"),
  ];
  expect(followEquity(both)).toEqual([
    { atMs: 0, equity: money(200), profit: money(0) },
    { atMs: DAY_MS, equity: money(210), profit: money(10) },
  ]);
});

it("measures a day by the equity that it began with", () => {
  const curve = followEquity([
    item("begun", 0, 100),
    item("noted", 1, 110),
    item("begun", 1.5, 890, "b"),
    item("noted", 2, 60),
  ]);
  const name = (atMs: number) => String(Math.floor(atMs / DAY_MS));
  expect(findDailyReturns(curve, name)).toEqual([0.1, -50 / 1_000]);
  expect(findDailyReturns([], name)).toEqual([]);
});
