import { expect, it } from "vitest";
import { type CandleRow, toColumns } from "@/lib/lab/candles/candle-columns";
import { compareProfiles } from "@/lib/lab/run/compare-profiles";
import type { RunInput } from "@/lib/lab/run/create-simulation";
import { parseRunConfig } from "@/lib/lab/run/parse-run-config";
import { runBacktest } from "@/lib/lab/run/run-backtest";
import { Strategy } from "@/lib/lab/strategy/strategy";

const START_MS = Date.parse("2025-06-01T00:00:00Z");
type Ohlc = [open: number, high: number, low: number, close: number];

/** Buys at 99 and takes the profit at 102, or stops at 95. */
class Ladder extends Strategy {
  override shouldLong() {
    return this.index === 0;
  }
  override shouldCancelEntry() {
    return false;
  }
  override goLong() {
    this.buy = [1.2345, 99];
    this.stopLoss = [1.2345, 95];
    this.takeProfit = [1.2345, 102];
  }
}

const TOUCHED: Ohlc[] = [
  [100, 100, 100, 100],
  [100, 100, 99, 100],
  [100, 103, 100, 103],
];
const PASSED: Ohlc[] = [
  [100, 100, 100, 100],
  [100, 100, 98, 99],
  [99, 103, 99, 103],
];
const STOPPED: Ohlc[] = [
  [100, 100, 100, 100],
  [100, 100, 98, 99],
  [99, 99, 90, 90],
];

function input(rows: readonly Ohlc[], config: object = {}): RunInput {
  const columns = toColumns(
    rows.map(([open, high, low, close], index): CandleRow => {
      return { time: START_MS + index * 60_000, open, high, low, close, volume: 1 };
    }),
  );
  return {
    config: parseRunConfig({
      route: { symbol: "BTC-USDT", timeframe: "1m" },
      fee: 0.001,
      terms: { fees: { maker: 0.0002, taker: 0.0006 } },
      ...config,
    }),
    strategies: [Ladder],
    candles: new Map([["BTC-USDT", columns]]),
    fromMs: START_MS,
    toMs: START_MS + rows.length * 60_000,
  };
}

it("a limit pays the maker's rate and a stop the taker's", () => {
  const [trade] = runBacktest(input(STOPPED, { profile: "bybit" })).trades;
  expect(trade?.fee).toBeCloseTo(1.2345 * (99 * 0.0002 + 95 * 0.0006), 9);
  expect(runBacktest(input(STOPPED)).trades[0]?.fee).toBeCloseTo(1.2345 * (99 + 95) * 0.001, 9);
});

it("a limit that was touched and not passed is filled by jesse's rules alone", () => {
  const gap = compareProfiles(input(TOUCHED), runBacktest);
  expect([gap.jesse.trades, gap.venue.trades]).toEqual([1, 0]);
  expect(gap.causes.find(({ cause }) => cause === "limits")?.change).toBeLessThan(0);
  expect(compareProfiles(input(PASSED), runBacktest).venue.trades).toBe(1);
});

it("orders are rounded to the venue's steps, and those that are too small are not sent", () => {
  const steps = { tick: 0.5, step: 0.01, minQty: 0.01, minNotional: 5 };
  const withSteps = (change: object) =>
    runBacktest(input(PASSED, { profile: "bybit", terms: { steps: { BTCUSDT: { ...steps, ...change } } } }));
  expect(withSteps({}).trades[0]).toMatchObject({ qty: 1.23, entry_price: 99 });
  const small = withSteps({ minQty: 2 });
  expect(small.trades).toEqual([]);
  expect(small.unsent).toBe(1);
});

it("the causes add up to the difference", () => {
  const funding = new Map([["BTCUSDT", [{ atMs: START_MS + 120_000, rate: 0.001, mark: 100 }]]]);
  const terms = {
    fees: { maker: 0.0002, taker: 0.0006 },
    steps: { "BTC-USDT": { tick: 0.1, step: 0.1, minQty: 0.1, minNotional: 5 } },
  };
  const gap = compareProfiles({ ...input(PASSED, { terms }), funding }, runBacktest);
  expect(gap.causes.map(({ cause }) => cause)).toEqual(["fees", "funding", "steps", "limits"]);
  const sum = gap.causes.reduce((total, { change }) => total + change, 0);
  expect(sum).toBeCloseTo(gap.venue.net - gap.jesse.net, 9);
  expect(gap.causes[1]?.change).toBeCloseTo(-1.2345 * 100 * 0.001, 9);
  expect(gap.venue.funding).toBeCloseTo(-1.2 * 100 * 0.001, 9);
});

it("an isolated position is liquidated by the mark where marks are known", () => {
  class Hold extends Ladder {
    override goLong() {
      this.buy = [10, this.price];
    }
  }
  const rows: Ohlc[] = [
    [100, 100, 100, 100],
    [100, 100, 85, 100],
    [100, 100, 100, 100],
  ];
  const isolated = { mode: "isolated", leverage: 10, profile: "bybit" };
  const run = (marks: number[]) =>
    runBacktest({
      ...input(rows, isolated),
      strategies: [Hold],
      marks: new Map([["BTC-USDT", { startMs: START_MS, close: Float64Array.from(marks) }]]),
    });
  expect(run([100, 99, 99]).openTrades).toBe(1);
  expect(run([100, 90, 99]).openTrades).toBe(0);
  expect(run([100, 99, 98]).routes[0]?.strategy.markPrice).toBe(98);
});
