import { expect, it } from "vitest";
import { createHeikinAshi } from "@/lib/client/chart/create-heikin-ashi";

it("averages each candle with the one before, and the newest again as it changes", () => {
  const next = createHeikinAshi();
  expect(next({ startMs: 0, open: 10, high: 14, low: 8, close: 12 }, false)).toEqual({
    startMs: 0,
    open: 11,
    high: 14,
    low: 8,
    close: 11,
  });
  next({ startMs: 1, open: 12, high: 12, low: 12, close: 12 }, false);
  const changed = next({ startMs: 1, open: 12, high: 20, low: 12, close: 16 }, true);
  expect(changed).toEqual({ startMs: 1, open: 11, high: 20, low: 11, close: 15 });
});
