import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  candleEndMs,
  candleIndex,
  candleStartMs,
  INTERVAL_MS,
  INTERVALS,
  RANGE_CANDLES,
  rangeEndMs,
  startOfIndexMs,
} from "@/lib/core/candle-interval";

const anyTimeMs = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) });

describe.each(INTERVALS)("candles of %s", (interval) => {
  test("follow each other without a gap, and each instant is in exactly one", () => {
    fc.assert(
      fc.property(anyTimeMs, (timeMs) => {
        const startMs = candleStartMs(interval, timeMs);
        const endMs = candleEndMs(interval, timeMs);
        expect(startMs).toBeLessThanOrEqual(timeMs);
        expect(endMs).toBeGreaterThan(timeMs);
        expect(candleStartMs(interval, startMs)).toBe(startMs);
        expect(candleStartMs(interval, endMs)).toBe(endMs);
        expect(startOfIndexMs(interval, candleIndex(interval, timeMs))).toBe(startMs);
        expect(candleIndex(interval, endMs)).toBe(candleIndex(interval, timeMs) + 1);
        if (interval !== "M") expect(endMs - startMs).toBe(INTERVAL_MS[interval]);
      }),
    );
  });

  test("make ranges of as many candles, whose ends are the same whatever is asked for", () => {
    fc.assert(
      fc.property(anyTimeMs, (timeMs) => {
        const endMs = rangeEndMs(interval, timeMs);
        const firstIndex = candleIndex(interval, endMs) - RANGE_CANDLES;
        expect(endMs).toBeGreaterThan(timeMs);
        expect(candleIndex(interval, timeMs)).toBeGreaterThanOrEqual(firstIndex);
        expect(rangeEndMs(interval, startOfIndexMs(interval, firstIndex))).toBe(endMs);
        expect(rangeEndMs(interval, endMs - 1)).toBe(endMs);
      }),
    );
  });
});

test("a month begins at midnight in UTC on its first day, also in February of a leap year", () => {
  fc.assert(
    fc.property(anyTimeMs, (timeMs) => {
      const month = new Date(timeMs).toISOString().slice(0, 7);
      expect(new Date(candleStartMs("M", timeMs)).toISOString()).toBe(`${month}-01T00:00:00.000Z`);
    }),
  );
  const february = Date.parse("2028-02-29T23:59:59.999Z");
  expect(candleEndMs("M", february)).toBe(february + 1);
});

test("a week begins on Monday", () => {
  expect(new Date(candleStartMs("W", Date.parse("2026-11-28T12:00:00Z"))).toISOString()).toBe(
    "2026-11-23T00:00:00.000Z",
  );
});
