import { describe, expect, it, vi } from "vitest";
import { toColumns } from "@/lib/lab/candles/candle-columns";
import { checkRun } from "@/lib/lab/checks/check-run";
import { findLookAhead } from "@/lib/lab/checks/find-look-ahead";
import { measureWarmUp } from "@/lib/lab/checks/measure-warm-up";
import type { RunInput, StrategyClass } from "@/lib/lab/run/create-simulation";
import { parseRunConfig } from "@/lib/lab/run/parse-run-config";
import { runBacktest } from "@/lib/lab/run/run-backtest";
import { createRandom } from "@/lib/lab/seeded-random";
import { Strategy } from "@/lib/lab/strategy/strategy";
import { ta } from "@/lib/lab/ta/ta";

const START_MS = Date.parse("2025-06-01T00:00:00Z");
const random = createRandom(3);
let price = 1_000;
const columns = toColumns(
  Array.from({ length: 1_200 }, (_, index) => {
    const open = price;
    price = open + Math.round((random() - 0.5) * 40) / 10;
    const [high, low] = [Math.max(open, price) + 1, Math.min(open, price) - 1];
    return { time: START_MS + index * 60_000, open, high, low, close: price, volume: 1 };
  }),
);

function inputFor(strategy: StrategyClass): RunInput {
  return {
    config: parseRunConfig({ route: { symbol: "BTC-USDT", timeframe: "5m" }, warmUpCandles: 20 }),
    strategies: [strategy],
    candles: new Map([["BTC-USDT", columns]]),
    fromMs: START_MS + 600 * 60_000,
    toMs: START_MS + 1_200 * 60_000,
  };
}

class Follow extends Strategy {
  override shouldLong() {
    return this.price > ta.ema(this.candles, 60);
  }
  override goLong() {
    this.buy = [1, this.price];
  }
  override updatePosition() {
    if (this.price < ta.ema(this.candles, 60)) this.liquidate();
  }
}

describe("look-ahead", () => {
  it("is not found in a strategy that reads what has happened", () => {
    const input = inputFor(Follow);
    const whole = runBacktest(input);
    expect(whole.trades.length).toBeGreaterThan(3);
    expect(findLookAhead(input, whole)).toMatchObject({ difference: null });
  });

  it("is found in one that reads a candle of the run's input that has not come yet", () => {
    // What a leak in the candle store would be: the strategy gets hold of the whole input.
    let future = columns;
    const run = (given: RunInput) => {
      future = given.candles.get("BTC-USDT") ?? columns;
      return runBacktest(given);
    };
    const input = inputFor(
      class Leaking extends Follow {
        override shouldLong() {
          return (future.close[(this.time - START_MS) / 60_000 + 5] ?? 0) > this.price;
        }
      },
    );
    expect(findLookAhead(input, run(input), run).difference).not.toBeNull();
  });
});

it("more warm-up changes the trades of a mean over more bars than the window", () => {
  const input = inputFor(Follow);
  const [usual, twice] = measureWarmUp(input, runBacktest(input));
  expect(usual).toMatchObject({ warmUpCandles: 20, minutes: 100, changed: 0 });
  expect(twice).toMatchObject({ warmUpCandles: 40, minutes: 200 });
  expect(twice?.changed).toBeGreaterThan(0);
});

it("tells between the samples of its tests that it works, since they take seconds over many bars", () => {
  const onSample = vi.fn();
  const checks = checkRun(inputFor(Follow), {
    scenarios: 1,
    run: runBacktest,
    onMinute: () => {},
    onSample,
  });
  expect(checks.positions?.orders).toBe(500);
  // 2,000 of the entry signal, 500 of the positions.
  expect(onSample).toHaveBeenCalledTimes(2_500);
});
