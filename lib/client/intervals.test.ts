import { expect, test } from "vitest";
import { CHART_INTERVALS, intervalMs, startOfCandleMs } from "@/lib/client/intervals";
import { candleStartMs, INTERVAL_MS, INTERVALS } from "@/lib/schemas/market";

test("the browser's intervals are those of the schemas", () => {
  expect(CHART_INTERVALS).toEqual(INTERVALS);
  expect(Object.fromEntries(CHART_INTERVALS.map((one) => [one, intervalMs(one)]))).toEqual(INTERVAL_MS);
});

test.each(INTERVALS)("a candle of %s starts where the server says", (interval) => {
  for (const timeMs of [0, 1_795_000_000_000, 1_795_437_123_456, 1_795_392_000_000 - 1]) {
    expect(startOfCandleMs(interval, timeMs)).toBe(candleStartMs(interval, timeMs));
  }
});
