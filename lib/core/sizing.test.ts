import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDecimal, isMultipleOf, toNumber } from "@/lib/core/decimal";
import { type SizingInput, sizeOrder } from "@/lib/core/sizing";
import { dec, makeInstrument, money, price } from "@/tests/support/engine-fixtures";

const INPUT: SizingInput = {
  equity: money(10_000),
  freeMargin: money(10_000),
  risk: { fraction: dec("0.01") },
  entry: price(50_000),
  stop: price(49_000),
  target: price(53_000),
  leverage: dec(10),
  instrument: makeInstrument(),
};

describe("sizing by risk", () => {
  it("loses at most what is risked, fees included", () => {
    const result = sizeOrder(INPUT);
    if (!result.ok) throw new Error(result.reason);
    // 100 / (1,000 + 50,000 × 0.055 % + 49,000 × 0.055 %) = 0.0948… → 0.094
    const { sizing } = result;
    expect(formatDecimal(sizing.qty)).toBe("0.094");
    expect(formatDecimal(sizing.notional)).toBe("4700");
    expect(formatDecimal(sizing.feeIn)).toBe("2.585");
    expect(formatDecimal(sizing.feeOut)).toBe("2.5333");
    expect(formatDecimal(sizing.lossAtStop)).toBe("99.1183");
    // 0.094 × 3,000 - 2.585 - 0.094 × 53,000 × 0.055 %
    expect(formatDecimal(sizing.profitAtTarget ?? money(0))).toBe("276.6749");
    expect(toNumber(sizing.rewardToRisk ?? dec(0))).toBeCloseTo(276.6749 / 99.1183, 12);
    expect(toNumber(sizing.liquidationPrice ?? price(0))).toBeCloseTo((50_000 * 0.9) / 0.995, 8);
    expect(formatDecimal(sizing.margin)).toBe("474.9115");
  });

  it("plans a short by mirror, and a maker's entry at the maker's fee", () => {
    const short = sizeOrder({
      ...INPUT,
      stop: price(51_000),
      target: price(47_000),
      entryLiquidity: "maker",
    });
    if (!short.ok) throw new Error(short.reason);
    expect(short.sizing.side).toBe("short");
    expect(formatDecimal(short.sizing.feeIn)).toBe(
      formatDecimal(money((toNumber(short.sizing.notional) * 0.0002).toFixed(4))),
    );
    expect(toNumber(short.sizing.liquidationPrice ?? price(0))).toBeCloseTo((50_000 * 1.1) / 1.005, 8);
  });

  it("takes an amount, and the headroom that a challenge has left", () => {
    const result = sizeOrder({
      ...INPUT,
      risk: { amount: money(200) },
      headroom: { today: money(300), overall: money(150) },
    });
    if (!result.ok) throw new Error(result.reason);
    const { lossAtStop, headroomAfterStop } = result.sizing;
    expect(lossAtStop).toBeLessThanOrEqual(money(200));
    expect(headroomAfterStop).toEqual({ today: money(300) - lossAtStop, overall: money(150) - lossAtStop });
  });

  it.each<[string, Partial<SizingInput>, string]>([
    ["a stop at the entry", { stop: price(50_000) }, "stop_equals_entry"],
    ["a stop of zero", { stop: price(0) }, "stop_equals_entry"],
    ["a risk of nothing", { risk: { amount: money(0) } }, "risk_too_small"],
    ["a risk below the smallest order", { risk: { amount: money("0.1") } }, "risk_too_small"],
    ["a negative equity", { equity: money(-5) }, "risk_too_small"],
    ["a stop beyond the liquidation", { stop: price(45_000), leverage: dec(20) }, "stop_beyond_liquidation"],
    ["a leverage above the cap", { leverage: dec(101), stop: price(49_990) }, "leverage_above_cap"],
    ["too little free margin", { freeMargin: money(100) }, "insufficient_margin"],
  ])("rejects %s", (_name, change, reason) => {
    expect(sizeOrder({ ...INPUT, ...change })).toMatchObject({ ok: false, reason });
  });

  it("stays on the step, inside the risk, and needs no more leverage than it says", () => {
    const numbers = fc.record({
      entry: fc.integer({ min: 1_000, max: 90_000 }),
      stop: fc.integer({ min: 1_000, max: 90_000 }),
      risk: fc.integer({ min: 1, max: 500 }),
    });
    fc.assert(
      fc.property(numbers, ({ entry, stop, risk }) => {
        fc.pre(entry !== stop);
        const input = {
          ...INPUT,
          entry: price(entry),
          stop: price(stop),
          target: null,
          risk: { amount: money(risk) },
        };
        const { sizing } = sizeOrder(input);
        if (sizing === null) return;
        expect(isMultipleOf(sizing.qty, input.instrument.qtyStep)).toBe(true);
        expect(sizing.lossAtStop <= money(risk)).toBe(true);
        const again = sizeOrder({ ...input, leverage: sizing.leverageNeeded }).sizing;
        expect(again && again.margin <= input.freeMargin).toBe(true);
      }),
    );
  });
});
