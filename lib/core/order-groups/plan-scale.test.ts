import { describe, expect, it } from "vitest";
import { formatDecimal, parsePrice, parseQty } from "@/lib/core/decimal";
import { averageScalePrice, planScale, type ScaleTerms } from "@/lib/core/order-groups/plan-scale";
import { buildInstrument } from "@/tests/support/trading-fixture";

const terms = (change: Partial<ScaleTerms> = {}): ScaleTerms => ({
  side: "buy",
  qty: parseQty("1"),
  from: parsePrice("60000"),
  to: parsePrice("59000"),
  count: 5,
  shape: "even",
  ...change,
});
const plan = (change: Partial<ScaleTerms> = {}) => {
  const planned = planScale(terms(change), buildInstrument());
  if ("problem" in planned) return planned.problem;
  return planned.steps.map(({ price, qty }) => `${formatDecimal(qty)} at ${formatDecimal(price)}`);
};

describe("planScale", () => {
  it("spreads prices and quantity alike, in the order of the prices", () => {
    expect(plan()).toEqual(["0.2 at 60000", "0.2 at 59750", "0.2 at 59500", "0.2 at 59250", "0.2 at 59000"]);
  });

  it("grows to the last price where that is wanted", () => {
    expect(plan({ count: 4, shape: "rising" })).toEqual([
      "0.1 at 60000",
      "0.2 at 59666.7",
      "0.3 at 59333.3",
      "0.4 at 59000",
    ]);
  });

  it.each([2, 3, 7, 11, 20])("has exactly the quantity in %i orders of either shape", (count) => {
    for (const shape of ["even", "rising"] as const) {
      const planned = planScale(terms({ count, shape, qty: parseQty("0.997") }), buildInstrument());
      if ("problem" in planned) throw new Error(planned.problem);
      const sum = planned.steps.reduce((total, { qty }) => total + Number(formatDecimal(qty)), 0);
      expect(sum).toBeCloseTo(0.997, 12);
      expect(planned.steps.at(-1)?.price).toBe(parsePrice("59000"));
    }
  });

  it.each([
    ["count", { count: 1 }],
    ["count", { count: 21 }],
    ["qty_off_step", { qty: parseQty("1.0005") }],
    ["price_off_tick", { to: parsePrice("59000.05") }],
    ["prices_too_close", { to: parsePrice("59999.8") }],
    ["orders_too_small", { qty: parseQty("0.004"), count: 5 }],
  ] as const)("finds %s in %o", (problem, change) => {
    expect(plan(change)).toBe(problem);
  });
});

describe("averageScalePrice", () => {
  it("weights the prices by their quantity", () => {
    const steps = [
      { price: parsePrice("100"), qty: parseQty("1") },
      { price: parsePrice("110"), qty: parseQty("3") },
    ];
    expect(formatDecimal(averageScalePrice(steps))).toBe("107.5");
  });
});
