import fc from "fast-check";
import { expect, it } from "vitest";
import { spreadLabels } from "@/components/terminal/chart/trading/spread-labels";

const at = (top: number, weight = 1) => ({ top, height: 20, weight });

it("leaves labels that do not meet where they are wanted", () => {
  expect(spreadLabels([at(10), at(30), at(90)], 200)).toEqual([10, 30, 90]);
});

it("moves labels that meet by the same, and those of the next group only when they are reached", () => {
  expect(spreadLabels([at(50), at(50), at(150)], 200)).toEqual([40, 60, 150]);
  expect(spreadLabels([at(50), at(50), at(78)], 200)).toEqual([
    expect.closeTo(39.33),
    expect.closeTo(59.33),
    expect.closeTo(79.33),
  ]);
});

it("keeps the label of a moving line on it", () => {
  const [other = 0, moving = 0] = spreadLabels([at(48), at(50, 1e6)], 200);
  expect(moving).toBeCloseTo(50, 3);
  expect(other).toBeCloseTo(30, 3);
});

it("keeps labels inside the pane, and overlaps them evenly where it is too low", () => {
  expect(spreadLabels([at(-9), at(-5), at(195)], 200)).toEqual([0, 20, 180]);
  expect(spreadLabels([at(5), at(10), at(15), at(20)], 40)).toEqual([0, 10, 20, 30]);
  expect(spreadLabels([], 40)).toEqual([]);
});

it("never overlaps, never leaves the pane, and never displaces more than a neighbouring layout would", () => {
  const label = fc.record({ top: fc.integer({ min: -50, max: 350 }), height: fc.constantFrom(19, 25) });
  fc.assert(
    fc.property(fc.array(label, { maxLength: 10 }), (rows) => {
      const labels = rows.map((row) => ({ ...row, weight: 1 })).sort((a, b) => a.top - b.top);
      const tops = spreadLabels(labels, 300);
      const cost = (places: readonly number[]) =>
        places.reduce((sum, place, index) => sum + (place - (labels[index]?.top ?? 0)) ** 2, 0);
      const isValid = (places: readonly number[]) =>
        places.every((place, index) => {
          const previous = index === 0 ? 0 : (places[index - 1] ?? 0) + (labels[index - 1]?.height ?? 0);
          return place >= previous - 1e-9 && place + (labels[index]?.height ?? 0) <= 300 + 1e-9;
        });
      expect(isValid(tops)).toBe(true);
      for (const [index, top] of tops.entries()) {
        for (const step of [-1, 1]) {
          const other = tops.with(index, top + step);
          if (isValid(other)) expect(cost(other)).toBeGreaterThanOrEqual(cost(tops) - 1e-6);
        }
      }
    }),
  );
});
