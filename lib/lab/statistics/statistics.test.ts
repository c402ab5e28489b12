import { describe, expect, it } from "vitest";
import { toColumns } from "@/lib/lab/candles/candle-columns";
import { createRandom } from "@/lib/lab/seeded-random";
import {
  deflatedSharpe,
  expectedBest,
  minimumBacktestYears,
  minimumTrackRecord,
  probabilisticSharpe,
} from "@/lib/lab/statistics/deflated-sharpe";
import { deviationOf, meanOf, medianOf, shapeOf, sharpeOf } from "@/lib/lab/statistics/moments";
import { normalCdf, normalQuantile } from "@/lib/lab/statistics/normal";
import { overfitProbability } from "@/lib/lab/statistics/overfit-probability";
import { permutePositions } from "@/lib/lab/statistics/permute-positions";
import { plateauOf } from "@/lib/lab/statistics/plateau";
import { compareRandomEntries } from "@/lib/lab/statistics/random-entries";
import { resampleCandles } from "@/lib/lab/statistics/resample-candles";
import { signalTest } from "@/lib/lab/statistics/signal-test";
import { walkForward, walkForwardEfficiency } from "@/lib/lab/statistics/walk-forward";

/** Standard normal values of a seeded generator (Box and Muller). */
function normals(seed: number) {
  const random = createRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

describe("the normal distribution", () => {
  // Tables of the standard normal distribution (Abramowitz and Stegun, table 26.1).
  it.each([
    [0, 0.5],
    [1, 0.841344746068543],
    [2, 0.977249868051821],
    [-3, 0.00134989803163],
    [-5, 2.866515718791939e-7],
  ])("below %d", (x, share) => {
    expect(normalCdf(x)).toBeCloseTo(share, 14);
    expect(normalQuantile(share)).toBeCloseTo(x, 9);
  });

  it("its quantile", () => {
    expect(normalQuantile(0.95)).toBeCloseTo(1.6448536269514722, 12);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect(() => normalQuantile(1)).toThrow(RangeError);
  });
});

describe("Sharpe ratios of the best of several tries", () => {
  // The tests of pypbo.
  it.each([
    [10, 1.5745983013],
    [100, 2.5306028932],
  ])("the expected best of %d", (trials, best) => expect(expectedBest(trials)).toBeCloseTo(best, 9));

  it("the probabilistic one", () => {
    // Bailey and López de Prado, "The Sharpe Ratio Efficient Frontier": 24 months, 1.585 a year.
    const sample = { sharpe: 1.585 / Math.sqrt(12), count: 24, skew: -2.448, kurtosis: 10.164 };
    expect(probabilisticSharpe(sample, 0)).toBeCloseTo(0.9132343069, 9);
  });

  it("the deflated one", () => {
    // Bailey and López de Prado, "The Deflated Sharpe Ratio", the numerical example.
    const sample = { sharpe: 2.5 / Math.sqrt(250), count: 1_250, skew: -3, kurtosis: 10 };
    const { benchmark, probability } = deflatedSharpe(sample, { trials: 100, variance: 0.5 / 250 });
    expect(benchmark).toBeCloseTo(0.113172, 6);
    expect(probability).toBeCloseTo(0.9003968344, 9);
  });

  it("the length of history that they need", () => {
    // "The Sharpe Ratio Efficient Frontier": daily, 2 against 1 a year. "Pseudo-Mathematics and Financial
    // Charlatanism": 45 tries in five years.
    const days = minimumTrackRecord({ sharpe: 2 / Math.sqrt(250), skew: 0, kurtosis: 3 }, 1 / Math.sqrt(250));
    expect(days / 250).toBeCloseTo(2.7311878, 6);
    expect(minimumBacktestYears(45, 1)).toBeCloseTo(4.998087, 6);
  });

  it("the best of worthless strategies is rarely called good", () => {
    const normal = normals(7);
    let called = 0;
    for (let run = 0; run < 100; run += 1) {
      const all = Array.from({ length: 20 }, () => Array.from({ length: 120 }, normal));
      const sharpes = all.map((returns) => sharpeOf(returns));
      const best = all[sharpes.indexOf(Math.max(...sharpes))] ?? [];
      const { probability } = deflatedSharpe(
        { sharpe: sharpeOf(best), count: best.length, ...shapeOf(best) },
        { trials: 20, variance: deviationOf(sharpes) ** 2 },
      );
      if (probability > 0.95) called += 1;
    }
    expect(called).toBeLessThanOrEqual(5);
  });
});

it("moments", () => {
  // Twelve monthly returns, 5 % a month taken off; recomputed by hand.
  const returns = [0.259, 0.198, 0.364, -0.081, 0.057, 0.055, 0.188, 0.317, 0.24, 0.184, -0.01, 0.526];
  expect(sharpeOf(returns.map((value) => value - 0.05))).toBeCloseTo(0.8343639209671, 12);
  expect(medianOf([3, 1, 2])).toBe(2);
  expect(medianOf([4, 1, 2, 3])).toBe(2.5);
  expect(medianOf([])).toBeNull();
  expect(meanOf([1, 2, 3])).toBe(2);
});

describe("the probability of overfitting", () => {
  it("of four strategies over eight periods, by hand", () => {
    const rows = [
      [3, -1, 2, 0],
      [1, 2, -2, 1],
      [-2, 3, 1, 0],
      [0, -1, 4, 2],
      [2, 1, -3, 1],
      [-1, 0, 2, 3],
      [4, -2, 0, -1],
      [-3, 2, 1, 2],
    ];
    const { probability, logits } = overfitProbability(rows, 4);
    expect(probability).toBeCloseTo(5 / 6, 12);
    const quarter = Math.log(0.25);
    for (const [index, logit] of [quarter, quarter, quarter, Math.log(1.5), quarter, 0].entries()) {
      expect(logits[index]).toBeCloseTo(logit, 9);
    }
  });

  it("of noise it is about one half", () => {
    const normal = normals(3);
    const means = Array.from({ length: 12 }, () => {
      const rows = Array.from({ length: 80 }, () => Array.from({ length: 20 }, normal));
      return overfitProbability(rows, 8).probability;
    });
    expect(meanOf(means)).toBeGreaterThan(0.4);
    expect(meanOf(means)).toBeLessThan(0.6);
  });

  it("needs an even number of blocks", () => {
    expect(() => overfitProbability([[1, 2]], 3)).toThrow(RangeError);
  });
});

describe("luck", () => {
  it("a rule that knows the next bar is significant, one that doesn't is not", () => {
    const normal = normals(5);
    const closes = [100];
    for (let bar = 0; bar < 400; bar += 1) closes.push((closes.at(-1) ?? 0) * Math.exp(normal() * 0.01));
    const knowing = closes.map((close, index) => ((closes[index + 1] ?? 0) > close ? 1 : -1));
    const options = () => ({ random: createRandom(2), samples: 500 });
    expect(signalTest(closes, knowing, options()).p).toBe(0);
    const alternating = closes.map((_, index) => (index % 2 === 0 ? 1 : -1));
    expect(signalTest(closes, alternating, options()).p).toBeGreaterThan(0.05);
  });

  it("random entries: chance is uniform for entries that are random themselves", () => {
    const normal = normals(9);
    let close = 100;
    const columns = toColumns(
      Array.from({ length: 3_000 }, (_, index) => {
        const open = close;
        close = open * Math.exp(normal() * 0.001);
        const [high, low] = [Math.max(open, close), Math.min(open, close)];
        return { time: index * 60_000, open, high, low, close, volume: 1 };
      }),
    );
    const random = createRandom(4);
    const chances = Array.from({ length: 200 }, () => {
      const trades = Array.from({ length: 10 }, () => {
        const fromIndex = Math.floor(random() * 2_900);
        return {
          side: random() < 0.5 ? (1 as const) : (-1 as const),
          value: 1_000,
          fromIndex,
          toIndex: fromIndex + 60,
        };
      });
      return compareRandomEntries(columns, trades, { firstIndex: 0, feeRate: 0, runs: 99, random }).p;
    });
    const below = (limit: number) => chances.filter((p) => p <= limit).length / chances.length;
    expect(below(0.25)).toBeGreaterThan(0.15);
    expect(below(0.25)).toBeLessThan(0.35);
    expect(below(0.75)).toBeGreaterThan(0.65);
    expect(below(0.75)).toBeLessThan(0.85);
  });
});

describe("resampled candles", () => {
  const random = createRandom(6);
  let close = 100;
  const columns = toColumns(
    Array.from({ length: 500 }, (_, index) => {
      const open = close;
      close = open + Math.round((random() - 0.5) * 40) / 10;
      const [high, low] = [Math.max(open, close) + 0.5, Math.min(open, close) - 0.5];
      return { time: index * 60_000, open, high, low, close, volume: 1 + index };
    }),
  );

  it("one block is the original path", () => {
    const same = resampleCandles(columns, { firstIndex: 100, block: 400, random });
    for (const name of ["open", "high", "low", "close", "volume"] as const) {
      for (const [index, value] of columns[name].entries()) expect(same[name][index]).toBeCloseTo(value, 9);
    }
  });

  it("keep the past, move as the original does, and are the same for a seed", () => {
    const make = () => resampleCandles(columns, { firstIndex: 100, block: 30, random: createRandom(8) });
    const made = make();
    expect(make()).toEqual(made);
    expect(made.close.slice(0, 100)).toEqual(columns.close.slice(0, 100));
    expect(made.close.slice(100)).not.toEqual(columns.close.slice(100));
    const moves = new Set<string>();
    for (let index = 100; index < 500; index += 1) {
      moves.add(((columns.close[index] as number) / (columns.close[index - 1] as number)).toFixed(9));
      expect(made.high[index]).toBeGreaterThanOrEqual(
        Math.max(made.open[index] ?? 0, made.close[index] ?? 0),
      );
      expect(made.open[index]).toBe(made.close[index - 1]);
    }
    for (let index = 100; index < 500; index += 1) {
      expect(moves).toContain(((made.close[index] as number) / (made.close[index - 1] as number)).toFixed(9));
    }
  });
});

describe("walking forward", () => {
  it("efficiency, of four windows", () => {
    // aifinhub.io, walk-forward window sizing.
    const steps = [
      { trainSharpe: -0.221, testSharpe: 2.09 },
      { trainSharpe: -0.044, testSharpe: 4.643 },
      { trainSharpe: 0.995, testSharpe: -0.239 },
      { trainSharpe: 3.627, testSharpe: -3.881 },
    ];
    expect(walkForwardEfficiency(steps)).toBeCloseTo(0.6, 3);
  });

  it("has no efficiency where the trainings lost, since two losses give a fine ratio", () => {
    const losing = [[-1], [-2], [-1], [-3]];
    expect(walkForward(losing, { train: 2, test: 1 }).efficiency).toBeNull();
  });

  it("takes the best of the training, and only what came after it", () => {
    const rows = [
      [1, 3],
      [2, 5],
      [9, -1],
      [7, -2],
      [1, 0],
      [2, 0],
    ];
    // First the second trial is best (mean 4 over deviation 1.41 against 1.5 over 0.71), then the first.
    const result = walkForward(rows, { train: 2, test: 2 });
    expect(result.steps.map(({ trial }) => trial)).toEqual([1, 0]);
    expect(result.stitched).toEqual([-1, -2, 1, 2]);
  });
});

it("a plateau is what the neighbours reach of the best", () => {
  const grid = [
    [1, 1, 1],
    [1, 3, 1],
    [1, 1, 1],
  ];
  expect(plateauOf(grid, 1, 1)).toBeCloseTo(1 / 3, 12);
  expect(plateauOf([[5]], 0, 0)).toBeNull();
});

describe("positions in another order", () => {
  it("gives the published example: 80 of 560 orders are as good", () => {
    const returns = [0.54, -0.32, 1.54, 0.69, -1.02, -0.68, 1.2, -2.5];
    const result = permutePositions(returns, [1, 1, 1, 0, 0, -1, -1, -1], {
      random: createRandom(1),
      samples: 10,
    });
    expect(result.orders).toBe(560);
    expect(result.mean).toBeCloseTo(0.4675, 9);
    expect(result.p).toBeCloseTo(80 / 560, 9);
  });

  it("finds long positions in the rises of a long series, and nothing in random ones", () => {
    const random = createRandom(4);
    const returns = Array.from({ length: 300 }, () => random() - 0.5);
    const options = { random, samples: 400 };
    expect(
      permutePositions(
        returns,
        returns.map((value) => (value > 0.2 ? 1 : 0)),
        options,
      ).p,
    ).toBeLessThan(0.01);
    expect(
      permutePositions(
        returns,
        returns.map(() => Math.round(random())),
        options,
      ).p,
    ).toBeGreaterThan(0.05);
  });
});
