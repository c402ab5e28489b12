import { expect, it } from "vitest";
import { spreadLabels } from "@/components/terminal/chart/trading/spread-labels";

it("puts labels of near lines beside each other, and uses the edge again where there is space", () => {
  expect(spreadLabels([100, 300, 200], 3)).toEqual([0, 0, 0]);
  expect(spreadLabels([100, 104], 3)).toEqual([0, 1]);
  expect(spreadLabels([110, 100, 105, 122], 3)).toEqual([2, 0, 1, 0]);
  expect(spreadLabels([100, 101, 102], 2)).toEqual([0, 1, 0]);
  expect(spreadLabels([], 3)).toEqual([]);
});
