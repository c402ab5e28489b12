import { expect, it } from "vitest";
import { type CandleRow, toColumns } from "@/lib/lab/candles/candle-columns";
import { createStore, viewBars } from "@/lib/lab/candles/candle-store";
import { createRandom } from "@/lib/lab/seeded-random";
import { IndicatorStream } from "@/lib/lab/ta/stream";
import { ta } from "@/lib/lab/ta/ta";

it("a single value is the last of the series over the same bars, to the last bit", () => {
  const random = createRandom(8);
  let price = 100;
  const rows = Array.from({ length: 300 }, (_, index): CandleRow => {
    const open = price;
    price = Math.max(1, open + (random() - 0.5) * 3);
    const [high, low] = [Math.max(open, price) + random(), Math.min(open, price) - random() / 10];
    return { time: index * 60_000, open, high, low: Math.max(0.1, low), close: price, volume: 1 };
  });
  for (const count of [3, 14, 15, 60, 240]) {
    const store = createStore("X", toColumns(rows.slice(0, count)), { warmUp: count, window: 240 });
    const candles = viewBars(store, 1);
    for (const name of ["sma", "ema", "rsi"] as const) {
      for (const period of [1, 2, 14, 50]) {
        const series = ta[name](candles, period, { sequential: true });
        expect(ta[name](candles, period)).toBe(series.at(-1));
        expect(ta[name](candles.closes, period)).toBe(series.at(-1));
      }
    }
  }
});

it("a stream has the value of its indicator over the whole history, bar by bar", () => {
  const random = createRandom(9);
  let price = 100;
  const rows = Array.from({ length: 400 }, (_, index): CandleRow => {
    const open = price;
    price = Math.max(1, open + (random() - 0.5) * 3);
    const [high, low] = [Math.max(open, price) + random(), Math.min(open, price) - random() / 10];
    return { time: index * 60_000, open, high, low: Math.max(0.1, low), close: price, volume: 1 };
  });
  const store = createStore("X", toColumns(rows), { warmUp: 0, window: 50 });
  for (const name of ["ema", "rsi", "atr", "wilders"] as const) {
    const stream = new IndicatorStream(() => viewBars(store, 5), name, 14);
    for (store.revealed = 1; store.revealed < 400; store.revealed += 7) {
      const expected = ta[name](viewBars(store, 5), 14, { sequential: true }).at(-1);
      expect(stream.value).toBeCloseTo(expected ?? Number.NaN, 9);
    }
  }
});
