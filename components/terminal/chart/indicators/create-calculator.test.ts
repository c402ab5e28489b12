import { describe, expect, it } from "vitest";
import { createCalculator } from "@/components/terminal/chart/indicators/create-calculator";
import { INDICATOR_KINDS, type IndicatorKind } from "@/components/terminal/chart/indicators/indicator-kinds";
import type { Bar } from "@/lib/client/chart/candle-fold";

const bars: Bar[] = Array.from({ length: 120 }, (_, index) => {
  const close = 100 + 10 * Math.sin(index / 5) + index / 10;
  return {
    startMs: index * 3_600_000,
    open: close - 1,
    high: close + 2,
    low: close - 3,
    close,
    volume: 5 + (index % 7),
  };
});

const kinds = Object.keys(INDICATOR_KINDS) as IndicatorKind[];
const initial = (kind: IndicatorKind) => ({
  id: kind,
  kind,
  values: INDICATOR_KINDS[kind].parameters.map((one) => one.initial),
});

describe("createCalculator", () => {
  it.each(kinds)("%s ends at the same value whether the last bar came at once or moved first", (kind) => {
    const direct = createCalculator(initial(kind));
    const moved = createCalculator(initial(kind));
    for (const [index, bar] of bars.entries()) {
      const expected = direct(bar, false);
      moved({ ...bar, close: bar.close * 1.02, high: bar.high * 1.03, volume: 1 }, false);
      moved({ ...bar, close: bar.close * 0.97, low: bar.low * 0.96 }, true);
      const actual = moved(bar, true);
      expect(actual.length).toBe(INDICATOR_KINDS[kind].lines.length);
      for (const [line, value] of expected.entries()) {
        if (value === null) expect([index, actual[line]]).toEqual([index, null]);
        else expect(actual[line]).toBeCloseTo(value, 8);
      }
    }
  });

  it("averages the last closes", () => {
    const sma = createCalculator({ id: "a", kind: "sma", values: [3] });
    const values = bars.slice(0, 5).map((bar) => sma(bar, false)[0]);
    expect(values.slice(0, 2)).toEqual([null, null]);
    const mean = ((bars[2]?.close ?? 0) + (bars[3]?.close ?? 0) + (bars[4]?.close ?? 0)) / 3;
    expect(values[4]).toBeCloseTo(mean, 10);
  });

  it("begins the volume-weighted price again with the UTC day", () => {
    const vwap = createCalculator({ id: "a", kind: "vwap", values: [] });
    for (const bar of bars.slice(0, 24)) vwap(bar, false);
    const first = bars[24];
    if (!first) throw new Error("There are 120 bars.");
    expect(vwap(first, false)[0]).toBeCloseTo((first.high + first.low + first.close) / 3, 10);
  });
});
