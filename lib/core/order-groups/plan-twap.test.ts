import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDecimal, parseDecimal, parsePrice, parseQty, type Qty } from "@/lib/core/decimal";
import {
  calculateTwapQty,
  findTwapProblem,
  findTwapSlot,
  type TwapTerms,
  twapOrderId,
  twapSlotStartMs,
} from "@/lib/core/order-groups/plan-twap";
import { buildInstrument } from "@/tests/support/trading-fixture";

const START_MS = 1_000_000;
const terms = (change: Partial<TwapTerms> = {}): TwapTerms => ({
  qty: parseQty("0.1"),
  count: 10,
  startMs: START_MS,
  endMs: START_MS + 600_000,
  ...change,
});
const qtyStep = parseDecimal("0.001");
const problem = (change: Partial<TwapTerms>) =>
  findTwapProblem(terms(change), parsePrice("60000"), buildInstrument());

describe("findTwapProblem", () => {
  it("lets a TWAP of ten orders in ten minutes begin", () => expect(problem({})).toBeNull());

  it.each([
    ["count", { count: 1 }],
    ["count", { count: 201 }],
    ["count", { count: 2.5 }],
    ["duration", { endMs: START_MS }],
    ["duration", { endMs: START_MS + 1_441 * 60_000 }],
    ["gap_too_short", { endMs: START_MS + 49_999 }],
    ["qty_off_step", { qty: parseQty("0.1005") }],
    ["orders_too_small", { qty: parseQty("0.009") }],
  ] as const)("finds %s in %o", (expected, change) => expect(problem(change)).toBe(expected));
});

describe("the slots of a TWAP", () => {
  it("begin at equal distances, the last one before the end, and none lies outside", () => {
    expect([0, 1, 9, 10].map((slot) => twapSlotStartMs(terms(), slot) - START_MS)).toEqual([
      0, 60_000, 540_000, 600_000,
    ]);
    const slotAt = (afterMs: number) => findTwapSlot(terms(), START_MS + afterMs);
    expect([-1, 0, 59_999, 60_000, 599_999, 600_000].map(slotAt)).toEqual([null, 0, 0, 1, 9, null]);
    expect(twapOrderId("a", 3)).toBe("twap:a:3");
  });

  it("each begin in themselves, whatever the length and count", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 200 }),
        fc.integer({ min: 1, max: 86_400_000 }),
        (count, length) => {
          const spread = terms({ count, endMs: START_MS + Math.max(length, count * 5_000) });
          for (let slot = 0; slot < count; slot += 1) {
            expect(findTwapSlot(spread, twapSlotStartMs(spread, slot))).toBe(slot);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("calculateTwapQty", () => {
  const qtyAt = (slot: number, done: string) =>
    formatDecimal(calculateTwapQty(terms(), { slot, done: parseQty(done), qtyStep }));

  it("spreads what is left over the slots that are left", () => {
    expect(qtyAt(0, "0")).toBe("0.01");
    expect(qtyAt(5, "0.03")).toBe("0.014");
    expect(qtyAt(9, "0.03")).toBe("0.07");
    expect(qtyAt(4, "0.1")).toBe("0");
  });

  it("sends all of the quantity and never more, whatever is missed or filled in part", () => {
    const outcome = fc.integer({ min: 0, max: 10 });
    const run = fc.record({
      steps: fc.integer({ min: 1, max: 5_000 }),
      outcomes: fc.array(outcome, { minLength: 2, maxLength: 40 }),
    });
    fc.assert(
      fc.property(run, ({ steps, outcomes }) => {
        const qty = (BigInt(steps) * qtyStep) as Qty;
        const all = terms({ qty, count: outcomes.length });
        let done = 0n as Qty;
        outcomes.forEach((tenths, slot) => {
          const sent = calculateTwapQty(all, { slot, done, qtyStep });
          expect(sent >= 0n && done + sent <= qty && sent % qtyStep === 0n).toBe(true);
          const isLast = slot === outcomes.length - 1;
          const filled = isLast ? sent : ((sent * BigInt(tenths)) / 10n / qtyStep) * qtyStep;
          done = (done + filled) as Qty;
        });
        expect(done).toBe(qty);
      }),
    );
  });
});
