import { describe, expect, it } from "vitest";
import { listAxisTicks } from "@/components/shell/list-axis-ticks";

describe("the ticks of an axis", () => {
  it.each([
    { low: 0, high: 100, values: [0, 25, 50, 75, 100], digits: 0 },
    { low: 8_950, high: 10_120, values: [9_000, 9_500, 10_000], digits: 0 },
    { low: -0.3, high: 0.5, values: [-0.2, 0, 0.2, 0.4], digits: 2 },
    { low: -106.4, high: 72.7, values: [-100, -50, 0, 50], digits: 0 },
  ])("from $low to $high are round and inside", ({ low, high, values, digits }) => {
    const ticks = listAxisTicks(low, high);
    expect(ticks.values.map((value) => Number(value.toFixed(6)))).toEqual(values);
    expect(ticks.digits).toBe(digits);
  });

  it("are none where there is no distance", () => {
    expect(listAxisTicks(5, 5).values).toEqual([]);
  });
});
