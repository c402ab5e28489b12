import { describe, expect, it } from "vitest";
import { formatDecimal, parsePrice, parseQty } from "@/lib/core/decimal";
import {
  type ChaseTerms,
  calculateChaseLimit,
  calculateChasePrice,
  findChaseProblem,
} from "@/lib/core/order-groups/plan-chase";
import { buildInstrument } from "@/tests/support/trading-fixture";

const BEST = parsePrice("60000");

describe("calculateChasePrice", () => {
  it.each([
    ["buy", "60010", "60010"],
    ["buy", "59000", "59000"],
    ["buy", "60060", "60050"],
    ["sell", "59990", "59990"],
    ["sell", "61000", "61000"],
    ["sell", "59900", "59950"],
  ] as const)("of a %s follows the best price %s to %s", (side, best, expected) => {
    const limit = calculateChaseLimit(side, BEST, parsePrice("50"));
    expect(formatDecimal(calculateChasePrice(side, parsePrice(best), limit))).toBe(expected);
  });
});

describe("findChaseProblem", () => {
  const terms: ChaseTerms = { side: "sell", qty: parseQty("0.1"), distance: parsePrice("50"), minutes: 30 };
  it.each([
    [null, {}],
    ["duration", { minutes: 0 }],
    ["duration", { minutes: 1_441 }],
    ["duration", { minutes: 1.5 }],
    ["distance", { distance: parsePrice("0") }],
    ["distance", { distance: parsePrice("0.05") }],
    ["distance", { distance: parsePrice("60000") }],
    ["qty_off_step", { qty: parseQty("0.1005") }],
    ["too_small", { qty: parseQty("0.001") }],
  ] as const)("finds %s", (problem, change) => {
    const instrument = { ...buildInstrument(), minQty: parseQty("0.01") };
    expect(findChaseProblem({ ...terms, ...change }, BEST, instrument)).toBe(problem);
  });
});
