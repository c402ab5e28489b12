import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toNumber } from "@/lib/core/decimal";
import {
  type Candle,
  closeGap,
  isPlausible,
  listTurns,
  splitCandle,
} from "@/lib/core/engine/matching/candle";
import { price } from "@/tests/support/engine-fixtures";

type Row = [o: number, h: number, l: number, c: number];
const candle = ([open, high, low, close]: Row): Candle => ({
  open: price(open),
  high: price(high),
  low: price(low),
  close: price(close),
});
const rowOf = (item: Candle): Row => [item.open, item.high, item.low, item.close].map(toNumber) as Row;

const BULL: Row = [20, 40, 10, 30];
const BEAR: Row = [30, 40, 10, 20];

/** The rows of engine-reference A.6. */
const SPLITS: [name: string, whole: Row, at: number, earlier: Row, later: Row][] = [
  ["bull, l<p<o", BULL, 15, [20, 20, 15, 15], [15, 40, 10, 30]],
  ["p == o", BULL, 20, BULL, BULL],
  ["bear, o<p<h", BEAR, 35, [30, 35, 30, 35], [35, 40, 10, 20]],
  ["bear, l<p<c", BEAR, 15, [30, 40, 15, 15], [15, 20, 10, 20]],
  ["bull, c<p<h", BULL, 35, [20, 35, 10, 35], [35, 40, 30, 30]],
  ["bear, p==c", BEAR, 20, [30, 40, 20, 20], [20, 20, 10, 20]],
  ["bull, p==c", BULL, 30, [20, 30, 10, 30], [30, 40, 30, 30]],
  ["bear, p==h", BEAR, 40, [30, 40, 30, 40], [40, 40, 10, 20]],
  ["bull, p==l", BULL, 10, [20, 20, 10, 10], [10, 40, 10, 30]],
  ["bear, p==l", BEAR, 10, [30, 40, 10, 10], [10, 20, 10, 20]],
  ["bull, p==h", BULL, 40, [20, 40, 10, 40], [40, 40, 30, 30]],
  ["bear, c<p<o", BEAR, 25, [30, 40, 25, 25], [25, 25, 10, 20]],
  ["bull, o<p<c", BULL, 25, [20, 25, 10, 25], [25, 40, 25, 30]],
];

describe("splitting a candle", () => {
  it.each(SPLITS)("%s", (_name, whole, at, earlier, later) => {
    expect(splitCandle(candle(whole), price(at)).map(rowOf)).toEqual([earlier, later]);
  });

  it("rejects a price outside of the candle", () => {
    expect(() => splitCandle(candle(BULL), price(41))).toThrow(RangeError);
    expect(() => splitCandle(candle(BULL), price(9))).toThrow(RangeError);
  });

  it("keeps the whole range and both ends, wherever it is cut", () => {
    const prices = fc.tuple(fc.nat(100), fc.nat(100), fc.nat(100), fc.nat(100), fc.nat(100));
    fc.assert(
      fc.property(prices, ([a, b, c, d, p]) => {
        const [low = 0, , , high = 0] = [a, b, c, d].sort((x, y) => x - y);
        const whole = candle([a + 1, high + 1, low + 1, b + 1]);
        const at = price(Math.min(Math.max(p, low), high) + 1);
        const [earlier, later] = splitCandle(whole, at);
        expect(earlier.open).toBe(whole.open);
        expect(later.close).toBe(whole.close);
        expect([earlier.low, later.low].some((x) => x === whole.low)).toBe(true);
        expect([earlier.high, later.high].some((x) => x === whole.high)).toBe(true);
        expect(isPlausible(earlier) && isPlausible(later)).toBe(true);
      }),
    );
  });
});

describe("the path of a candle", () => {
  it("moves the open to the previous close and stretches the range", () => {
    expect(rowOf(closeGap(candle(BULL), price(5)))).toEqual([5, 40, 5, 30]);
    expect(rowOf(closeGap(candle(BULL), price(50)))).toEqual([50, 50, 10, 30]);
    expect(rowOf(closeGap(candle(BULL), null))).toEqual(BULL);
  });

  it("turns at its low first when green or flat, at its high when red, or as it is asked to", () => {
    const path = (row: Row, first: "low" | "high" | null = null) =>
      listTurns(candle(row), first).map(toNumber);
    expect(path(BULL)).toEqual([10, 40, 30]);
    expect(path(BEAR)).toEqual([40, 10, 20]);
    expect(path([20, 30, 10, 20])).toEqual([10, 30, 20]);
    expect(path(BULL, "high")).toEqual([40, 10, 30]);
    expect(path(BEAR, "low")).toEqual([10, 40, 20]);
  });

  it.each<[string, Row]>([
    ["a low of zero", [20, 40, 0, 30]],
    ["an open above the high", [41, 40, 10, 30]],
    ["a close below the low", [20, 40, 10, 9]],
    ["a high below the low", [20, 10, 40, 20]],
  ])("drops %s", (_name, row) => {
    expect(isPlausible(candle(row))).toBe(false);
  });
});
