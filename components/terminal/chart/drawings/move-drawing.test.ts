import { expect, test } from "vitest";
import type { Drawing } from "@/components/terminal/chart/drawings/drawing";
import { moveDrawing } from "@/components/terminal/chart/drawings/move-drawing";

/** A minute is 10 px wide; prices are on a logarithmic scale, 100 px for each factor of ten. */
const SCALES = {
  findX: (timeMs: number) => timeMs / 6_000,
  findTimeMs: (x: number) => x * 6_000,
  findY: (price: number) => -100 * Math.log10(price),
  findPrice: (y: number) => 10 ** (-y / 100),
};
const TREND: Drawing = {
  id: "one",
  tool: "trend",
  from: { timeMs: 0, price: 10 },
  to: { timeMs: 60_000, price: 100 },
};

test("moves a whole drawing by the same distance on the screen", () => {
  const moved = moveDrawing(SCALES, TREND, { corner: null, dx: 10, dy: -100 });
  expect(moved).toMatchObject({ from: { timeMs: 60_000 }, to: { timeMs: 120_000 } });
  expect(moved?.from.price).toBeCloseTo(100, 9);
  expect(moved?.to.price).toBeCloseTo(1_000, 9);
});

test("moves one end and leaves the other", () => {
  const moved = moveDrawing(SCALES, TREND, { corner: { time: "to", price: "to" }, dx: 10, dy: 100 });
  expect(moved?.from).toEqual(TREND.from);
  expect(moved?.to.timeMs).toBe(120_000);
  expect(moved?.to.price).toBeCloseTo(10, 9);
});

test("moves a corner of a rectangle that takes its time from one point and its price from the other", () => {
  const drag = { corner: { time: "from", price: "to" }, dx: 10, dy: 100 } as const;
  const moved = moveDrawing(SCALES, { ...TREND, tool: "rectangle" }, drag);
  expect(moved?.from).toEqual({ timeMs: 60_000, price: 10 });
  expect(moved?.to.timeMs).toBe(60_000);
  expect(moved?.to.price).toBeCloseTo(10, 9);
});

test("moves nothing while the chart has no candles", () => {
  const empty = { ...SCALES, findX: () => null };
  expect(moveDrawing(empty, TREND, { corner: null, dx: 1, dy: 1 })).toBeNull();
});
