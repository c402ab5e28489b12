import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDecimal, toNumber } from "@/lib/core/decimal";
import {
  calculateIsolatedLiquidationPrice,
  calculateTieredLiquidationPrice,
} from "@/lib/core/engine/margin/liquidation";
import {
  calculateBankruptcyPrice,
  calculateMaintenanceMargin,
  calculateOrderCost,
  calculatePositionMargin,
  calculateQtyByCost,
} from "@/lib/core/engine/margin/margin";
import { calculateInsuranceChange, calculateSettlementPrice } from "@/lib/core/engine/margin/settlement";
import { calculatePriceLimit } from "@/lib/core/engine/orders/calculate-price-limit";
import { calculateFundingChange } from "@/lib/core/engine/positions/calculate-funding-change";
import { buildTiers, findRiskTier, selectMinQty } from "@/lib/core/engine/positions/instrument";
import { dec, makeInstrument, money, price, qty } from "@/tests/support/engine-fixtures";

const terms = { qty: qty(1), price: price(50_000), leverage: dec(10), takerRate: dec("0.0006") };

describe("order cost", () => {
  it.each([
    { isLong: true, bust: "45000", close: "27", total: "5057" },
    { isLong: false, bust: "55000", close: "33", total: "5063" },
  ])("isLong $isLong", ({ isLong, bust, close, total }) => {
    const cost = calculateOrderCost({ ...terms, isLong });
    expect(formatDecimal(cost.initialMargin)).toBe("5000");
    expect(formatDecimal(cost.feeToOpen)).toBe("30");
    expect(formatDecimal(cost.bankruptcyPrice)).toBe(bust);
    expect(formatDecimal(cost.feeToClose)).toBe(close);
    expect(formatDecimal(cost.total)).toBe(total);
  });

  it.each([true, false])("is inverted by the quantity it buys (long %s)", (isLong) => {
    const cost = calculateOrderCost({ ...terms, isLong }).total;
    expect(toNumber(calculateQtyByCost({ ...terms, isLong, cost }))).toBeCloseTo(1, 12);
  });

  it("never falls when quantity or price rise, never rises with the leverage of a long", () => {
    const input = fc.record({
      q: fc.integer({ min: 1, max: 1e6 }),
      p: fc.integer({ min: 1, max: 1e6 }),
      l: fc.integer({ min: 1, max: 99 }),
      isLong: fc.boolean(),
    });
    const costOf = (item: { q: number; p: number; l: number; isLong: boolean }) =>
      calculateOrderCost({
        isLong: item.isLong,
        qty: qty(item.q),
        price: price(item.p),
        leverage: dec(item.l),
        takerRate: dec("0.00055"),
      }).total;
    fc.assert(
      fc.property(input, (item) => {
        expect(costOf({ ...item, q: item.q + 1 })).toBeGreaterThan(costOf(item));
        expect(costOf({ ...item, p: item.p + 1 })).toBeGreaterThan(costOf(item));
        expect(costOf({ ...item, l: item.l + 1 })).toBeLessThan(costOf(item));
      }),
    );
  });
});

describe("maintenance margin", () => {
  const tiers = buildTiers([
    { limit: money(1_000), maintenanceRate: dec("0.02"), maxLeverage: dec(50) },
    { limit: money(2_000), maintenanceRate: dec("0.025"), maxLeverage: dec(40) },
    { limit: money(3_000), maintenanceRate: dec("0.03"), maxLeverage: dec(30) },
  ]);

  it.each([
    ["0", "0", "0"],
    ["1000", "20", "0"],
    ["1500", "32.5", "5"],
    ["2000", "45", "5"],
    ["2500", "60", "15"],
    ["9999", "284.97", "15"],
  ])("of %s is %s, less %s", (value, margin, deduction) => {
    expect(formatDecimal(calculateMaintenanceMargin(money(value), tiers))).toBe(margin);
    expect(formatDecimal(findRiskTier(tiers, money(value))?.deduction ?? money(-1))).toBe(deduction);
  });

  it("is continuous and rises with the value", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000 }), (value) => {
        const step =
          calculateMaintenanceMargin(money(value + 1), tiers) -
          calculateMaintenanceMargin(money(value), tiers);
        expect(step).toBeGreaterThan(0n);
        expect(step).toBeLessThanOrEqual(money("0.03"));
      }),
    );
  });

  it("is nothing without tiers", () => {
    expect(calculateMaintenanceMargin(money(100), [])).toBe(0n);
  });
});

describe("liquidation", () => {
  const isolated = {
    isLong: true,
    qty: qty(1),
    entry: price(40_000),
    leverage: dec(50),
    extraMargin: money(0),
  };
  const current = { maintenanceRate: dec("0.005"), deduction: money(0), takerRate: dec("0.00055") };

  it("gives the venue's own example: 36,380.25 with 3,000 of extra margin", () => {
    const liquidation = calculateIsolatedLiquidationPrice({
      ...isolated,
      ...current,
      extraMargin: money(3_000),
    });
    expect(toNumber(liquidation)).toBeCloseTo(36_380.25, 2);
    const margin = calculatePositionMargin({
      isLong: true,
      qty: qty(1),
      cost: money(40_000),
      leverage: dec(50),
      takerRate: dec("0.00055"),
    });
    expect(toNumber(margin.total)).toBeCloseTo(821.56, 2);
  });

  it.each([
    { isLong: true, wanted: 39_396.98492462312 },
    { isLong: false, wanted: 40_597.01492537313 },
  ])("without extra margin, long $isLong", ({ isLong, wanted }) => {
    expect(toNumber(calculateIsolatedLiquidationPrice({ ...isolated, ...current, isLong }))).toBeCloseTo(
      wanted,
      8,
    );
  });

  it("counts the deduction of a higher tier", () => {
    const large = {
      ...isolated,
      qty: qty(25),
      entry: price(100_000),
      maintenanceRate: dec("0.0056"),
      deduction: money(1_200),
      takerRate: dec("0.00055"),
    };
    const long = (100_000 * 25 * (1 - 1 / 50) - 1_200) / (25 * (1 - 0.0056));
    const short = (100_000 * 25 * (1 + 1 / 50) + 1_200) / (25 * (1 + 0.0056));
    expect(toNumber(calculateIsolatedLiquidationPrice(large))).toBeCloseTo(long, 8);
    expect(toNumber(calculateIsolatedLiquidationPrice({ ...large, isLong: false }))).toBeCloseTo(short, 8);
  });

  it("D1: is where the margin meets the maintenance of the value there, whatever tier the entry has", () => {
    const takerRate = dec("0.00055");
    const tiers = buildTiers(
      [100_000, 200_000, 500_000, 1_500_000, 9_000_000].map((limit, index) => ({
        limit: money(limit),
        maintenanceRate: dec((0.005 * (index + 1) ** 2).toFixed(4)),
        maxLeverage: dec(50 / (index + 1)),
      })),
    );
    const positions = fc.record({
      isLong: fc.boolean(),
      entry: fc.integer({ min: 100, max: 1_000 }),
      size: fc.integer({ min: 100, max: 3_000 }),
      leverage: fc.integer({ min: 1, max: 20 }),
      extra: fc.integer({ min: -500, max: 20_000 }),
    });
    let moved = 0;
    fc.assert(
      fc.property(positions, ({ isLong, entry, size, leverage, extra }) => {
        const margin = (entry * size) / leverage + extra / (isLong ? 1 - 0.00055 : 1 + 0.00055);
        /** Margin with the open result, less the maintenance of the tier that the value has at this price. */
        const surplusAt = (at: number) =>
          margin +
          (isLong ? at - entry : entry - at) * size -
          toNumber(calculateMaintenanceMargin(money((at * size).toFixed(12)), tiers));
        fc.pre(surplusAt(entry) > 0);
        const liquidation = calculateTieredLiquidationPrice(
          { isLong, qty: qty(size), entry: price(entry), leverage: dec(leverage), extraMargin: money(extra) },
          { tiers, takerRate },
        );
        if (liquidation === null) {
          expect(isLong && surplusAt(0) >= 0).toBe(true);
          return;
        }
        const at = toNumber(liquidation);
        expect(Math.abs(surplusAt(at))).toBeLessThan(1e-6 * entry * size);
        // Nothing liquidates the position on the way there.
        for (const part of [0.1, 0.5, 0.9, 0.999])
          expect(surplusAt(entry + (at - entry) * part)).toBeGreaterThan(0);
        const tierAt = (value: number) => findRiskTier(tiers, money(value.toFixed(12)));
        if (tierAt(at * size) !== tierAt(entry * size)) moved += 1;
      }),
      { numRuns: 500 },
    );
    expect(moved).toBeGreaterThan(20);
  });

  it("settles where the margin is gone, beyond the liquidation price", () => {
    const input = fc.record({
      isLong: fc.boolean(),
      leverage: fc.integer({ min: 1, max: 100 }),
      extra: fc.integer({ min: -100, max: 100 }),
    });
    fc.assert(
      fc.property(input, ({ isLong, leverage, extra }) => {
        const position = { ...isolated, isLong, leverage: dec(leverage), extraMargin: money(extra) };
        const settled = calculateSettlementPrice(position);
        const liquidated = calculateIsolatedLiquidationPrice({ ...position, ...current });
        // A long position that is paid in full, with added margin, has neither a liquidation nor a bankruptcy
        // price.
        if (settled <= 0n) expect(liquidated <= 0n).toBe(true);
        else expect(isLong ? liquidated >= settled : liquidated <= settled).toBe(true);
      }),
    );
    expect(calculateSettlementPrice(isolated)).toBe(calculateBankruptcyPrice(isolated));
  });

  it.each([
    [true, "64980", "980"],
    [true, "63950", "-50"],
    [false, "63950", "50"],
  ])("moves the insurance fund (long %s, sold at %s: %s)", (isLong, execution, change) => {
    const takeover = { isLong, qty: qty(1), settledAt: price(64_000), execution: price(execution) };
    expect(formatDecimal(calculateInsuranceChange(takeover))).toBe(change);
  });
});

describe("funding", () => {
  it.each([
    ["10", "0.0001", "-8"],
    ["-10", "0.0001", "8"],
    ["10", "-0.0001", "8"],
    ["-10", "-0.0001", "-8"],
  ])("of %s at %s changes the balance by %s", (size, rate, change) => {
    expect(
      formatDecimal(calculateFundingChange({ qty: qty(size), mark: price(8_000), rate: dec(rate) })),
    ).toBe(change);
  });
});

describe("price limit and smallest quantity", () => {
  it.each([
    { premium: "30", index: "60010", maxBuy: "60630", minSell: "59400" },
    { premium: "-30", index: "60010", maxBuy: "60600", minSell: "59370" },
    { premium: "900", index: "60010", maxBuy: "61200", minSell: "59400" },
    { premium: "0", index: "61000", maxBuy: "61000", minSell: "59400" },
    { premium: "0", index: "58000", maxBuy: "60600", minSell: "58800" },
  ])("premium $premium, index $index", ({ premium, index, maxBuy, minSell }) => {
    const limit = calculatePriceLimit({
      mark: price(60_000),
      index: price(index),
      x: dec("0.01"),
      y: dec("0.02"),
      premium: dec(premium),
    });
    expect([limit.maxBuy, limit.minSell].map(formatDecimal)).toEqual([maxBuy, minSell]);
  });

  it.each([
    ["100", "60000", "0.002"],
    ["5", "60000", "0.001"],
    ["5", "0.5", "10"],
    ["0", "60000", "0.001"],
    ["5", "0", "0.001"],
  ])("smallest quantity for %s at %s is %s", (minNotional, at, wanted) => {
    const filters = { ...makeInstrument(), minNotional: money(minNotional) };
    expect(formatDecimal(selectMinQty(filters, price(at)))).toBe(wanted);
  });
});
