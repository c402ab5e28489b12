import { expect, it } from "vitest";
import { type CandleRow, toColumns } from "@/lib/lab/candles/candle-columns";
import { createStore, viewBars } from "@/lib/lab/candles/candle-store";
import { createRandom } from "@/lib/lab/seeded-random";
import { testCointegration } from "@/lib/lab/statistics/cointegration";
import { IndicatorStream } from "@/lib/lab/ta/stream";
import { ta } from "@/lib/lab/ta/ta";
import { utils } from "@/lib/lab/ta/utils";

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

/** Two walks by a generator that Python can repeat; the second may follow the first. */
function walks(seed: number, count: number, isTied: boolean): [number[], number[]] {
  let state = seed;
  const next = () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  let [x, y, error] = [100, 50, 0];
  const both: [number[], number[]] = [[], []];
  for (let index = 0; index < count; index += 1) {
    x += next() - 0.5;
    error = 0.6 * error + (isTied ? next() - 0.5 : 0);
    y = isTied ? 20 + 0.7 * x + error : y + next() - 0.5;
    both[0].push(x);
    both[1].push(y);
  }
  return both;
}

it.each([
  // statsmodels 0.15.0, `coint` of the same series.
  [1, 60, true, -3.966324719164895, 0.00801599066200325],
  [2, 200, true, -5.381859903098151, 3.080210856443751e-5],
  [3, 200, false, -1.5635452139123152, 0.7360283398900457],
  [4, 500, false, -1.356925620617279, 0.8118962876418957],
  [6, 30, false, -2.0567643964053164, 0.4989740308991494],
  [8, 240, false, -2.975015756714636, 0.11626432401896397],
])("cointegration of walk %i with %i values is that of statsmodels", (seed, count, isTied, statistic, p) => {
  const [first, second] = walks(seed, count, isTied);
  const tested = testCointegration(first, second);
  expect(tested.statistic).toBeCloseTo(statistic, 9);
  expect(tested.probability).toBeCloseTo(p, 9);
  expect(utils.areCointegrated(first, second)).toBe(isTied);
  expect(
    utils.areCointegrated(
      first,
      Float64Array.from(first, (value) => 2 * value + 3),
    ),
  ).toBe(true);
});

it("alpha and beta are of the first returns by the second, choices are in every order, as in jesse", () => {
  const { alpha, beta } = utils.calculateAlphaBeta([3, 5, 7, 10], [1, 2, 3, 4]);
  expect([alpha, beta]).toEqual([0.5, 2.3]);
  expect(utils.combinationsWithoutRepeat([4, 2, 9])).toEqual([
    [4, 2],
    [4, 9],
    [2, 4],
    [2, 9],
    [9, 4],
    [9, 2],
  ]);
});
