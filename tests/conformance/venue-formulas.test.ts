import { expect, it } from "vitest";
import { formatDecimal } from "@/lib/core/decimal";
import {
  calculateFundingRate,
  calculateLegacyLiquidationPrice,
  calculateMarkPrice,
} from "@/tests/conformance/venue-formulas";
import { dec, money, price, qty } from "@/tests/support/engine-fixtures";

const isolated = {
  isLong: true,
  qty: qty(1),
  entry: price(40_000),
  leverage: dec(50),
  extraMargin: money(0),
};

it.each([
  { isLong: true, extra: "0", wanted: "39400" },
  { isLong: true, extra: "-200", wanted: "39600" },
  { isLong: false, extra: "0", wanted: "40600" },
  { isLong: false, extra: "100", wanted: "40700" },
])("legacy liquidation price: long $isLong, extra $extra", ({ isLong, extra, wanted }) => {
  const legacy = calculateLegacyLiquidationPrice({
    ...isolated,
    isLong,
    extraMargin: money(extra),
    maintenanceRate: dec("0.005"),
  });
  expect(formatDecimal(legacy.price)).toBe(wanted);
});

it.each([
  ["0.0001", "0.0001"],
  ["0.0005", "0.0001"],
  ["0.001", "0.0005"],
  ["-0.001", "-0.0005"],
  ["0.01", "0.00375"],
  ["-0.01", "-0.00375"],
])("funding rate at a premium of %s is %s", (premium, rate) => {
  const input = { premium: dec(premium), interest: dec("0.0001"), cap: dec("0.00375") };
  expect(formatDecimal(calculateFundingRate(input))).toBe(rate);
});

it("the mark is the middle one of three", () => {
  for (const [a, b, c] of [
    [1, 2, 3],
    [1, 3, 2],
    [2, 1, 3],
    [2, 3, 1],
    [3, 1, 2],
    [3, 2, 1],
  ] as const) {
    expect(calculateMarkPrice({ estimate1: price(a), estimate2: price(b), last: price(c) })).toBe(price(2));
  }
});
