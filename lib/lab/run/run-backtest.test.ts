import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sha256 } from "@/lib/infra/sha256";
import { addCandles } from "@/lib/lab/candles/add-candles";
import {
  type CandleColumns,
  type CandleRow,
  extendColumns,
  sliceColumns,
  toColumns,
} from "@/lib/lab/candles/candle-columns";
import { advanceMinute } from "@/lib/lab/run/advance-minute";
import { createSimulation, type RunInput, type StrategyClass } from "@/lib/lab/run/create-simulation";
import { finishSimulation } from "@/lib/lab/run/finish-simulation";
import { parseRunConfig } from "@/lib/lab/run/parse-run-config";
import { toRunResult } from "@/lib/lab/run/report/to-run-result";
import { runBacktest } from "@/lib/lab/run/run-backtest";
import type { Feed } from "@/lib/lab/run/simulation";
import { createRandom } from "@/lib/lab/seeded-random";
import { Strategy } from "@/lib/lab/strategy/strategy";
import { loadStrategies } from "@/scripts/lab/load-strategies";

const START_MS = Date.parse("2025-06-01T00:00:00Z");
const MINUTE_MS = 60_000;
type Ohlc = [open: number, high: number, low: number, close: number];

/** Minutes as given, and then flat ones at the last close. */
function minutes(given: readonly Ohlc[], count = given.length) {
  const last = given.at(-1)?.[3] ?? 0;
  const rows = Array.from({ length: count }, (_, index): CandleRow => {
    const [open, high, low, close] = given[index] ?? [last, last, last, last];
    return { time: START_MS + index * MINUTE_MS, open, high, low, close, volume: 1 };
  });
  return toColumns(rows);
}

/** A random walk on ticks of 0.5 with gaps, the same for each seed. */
function walk(seed: number, count: number) {
  const random = createRandom(seed);
  let close = 20_000;
  return toColumns(
    Array.from({ length: count }, (_, index): CandleRow => {
      const step = () => Math.round((random() - 0.5) * 80) / 2;
      const open = index % 97 === 0 ? close + step() : close;
      close = Math.max(1_000, open + step() + Math.round(6 * Math.sin(index / 700)) / 2);
      const high = Math.max(open, close) + Math.round(random() * 20) / 2;
      const low = Math.min(open, close) - Math.round(random() * 20) / 2;
      return {
        time: START_MS + index * MINUTE_MS,
        open,
        high,
        low,
        close,
        volume: Math.round(random() * 100),
      };
    }),
  );
}

function run(
  strategies: StrategyClass[],
  candles: Record<string, ReturnType<typeof minutes>>,
  options: { config?: object; from?: number; to?: number } = {},
) {
  const length = Object.values(candles)[0]?.close.length ?? 0;
  const input: RunInput = {
    config: parseRunConfig({
      route: { symbol: "BTC-USDT", timeframe: "1m" },
      fee: 0,
      leverage: 2,
      balance: 10_000,
      ...options.config,
    }),
    strategies,
    candles: new Map(Object.entries(candles)),
    fromMs: START_MS + (options.from ?? 0) * MINUTE_MS,
    toMs: START_MS + (options.to ?? length) * MINUTE_MS,
  };
  return runBacktest(input);
}

/** Buys one at the market at the first bar and then does what `Base` says. */
class BuyOnce extends Strategy {
  override shouldLong() {
    return this.index === 0;
  }
  override goLong() {
    this.buy = [1, this.price];
  }
}

describe("orders inside a minute", () => {
  it("a green candle reaches its low first: the stop fills, though the target is inside too", () => {
    class Bracket extends BuyOnce {
      override goLong() {
        this.buy = [1, this.price];
        this.stopLoss = 95;
        this.takeProfit = 105;
      }
    }
    const green: Ohlc[] = [
      [100, 100, 100, 100],
      [100, 106, 94, 101],
    ];
    const red: Ohlc[] = [
      [100, 100, 100, 100],
      [100, 106, 94, 99],
    ];
    expect(run([Bracket], { "BTC-USDT": minutes(green) }).trades).toMatchObject([
      { exit_price: 95, orders: 2 },
    ]);
    expect(run([Bracket], { "BTC-USDT": minutes(red) }).trades).toMatchObject([{ exit_price: 105, PNL: 5 }]);
  });

  it("an order sent at a partial exit meets the rest of the same minute", () => {
    const seen: number[][] = [];
    class Partial extends BuyOnce {
      override goLong() {
        this.buy = [2, this.price];
        this.stopLoss = [2, 90];
        this.takeProfit = [1, 104];
      }
      override onReducedPosition() {
        seen.push([this.price, this.high, this.low, this.position.qty]);
        this.stopLoss = [1, this.position.entryPrice ?? 0];
      }
    }
    // Red: up to the target at 104, then down through the entry at 100.
    const candles: Ohlc[] = [
      [100, 100, 100, 100],
      [101, 106, 98, 99],
    ];
    const { trades } = run([Partial], { "BTC-USDT": minutes(candles) });
    expect(seen).toEqual([[104, 104, 100, 1]]);
    expect(trades).toMatchObject([{ qty: 2, exit_price: 102, PNL: 4, orders: 3 }]);
  });

  it("a candle opens at the close before it, so that no price is skipped", () => {
    class Resting extends BuyOnce {
      override goLong() {
        this.buy = [1, 97];
      }
      override shouldCancelEntry() {
        return false;
      }
    }
    const candles: Ohlc[] = [
      [100, 100, 100, 100],
      [95, 96, 94, 95],
      [95, 95, 95, 95],
    ];
    const { trades, openTrades } = run([Resting], { "BTC-USDT": minutes(candles) });
    expect(trades).toMatchObject([{ entry_price: 97, exit_price: 95 }]);
    expect(openTrades).toBe(1);
  });

  it("an isolated position is liquidated at its bankruptcy price after the candle", () => {
    const candles: Ohlc[] = [
      [100, 100, 100, 100],
      [100, 100, 40, 60],
    ];
    const config = { leverage: 2, mode: "isolated" };
    const { trades } = run([BuyOnce], { "BTC-USDT": minutes(candles, 3) }, { config });
    expect(trades).toMatchObject([{ exit_price: 50, PNL: -50 }]);
  });
});

describe("the steps of a bar", () => {
  it("cancels entries by default, and a position closed by liquidate may be opened again at once", () => {
    const calls: string[] = [];
    class Turning extends Strategy {
      override shouldLong() {
        calls.push(`long? ${this.index}`);
        return true;
      }
      override goLong() {
        this.buy = [1, this.price];
      }
      override updatePosition() {
        if (this.index === 2) this.liquidate();
      }
      override onClosePosition() {
        calls.push(`closed ${this.index}`);
      }
      override onOpenPosition() {
        calls.push(`opened ${this.index}`);
      }
    }
    const { trades } = run([Turning], { "BTC-USDT": minutes([[100, 100, 100, 100]], 4) });
    expect(calls).toEqual(["long? 0", "opened 1", "closed 2", "long? 2", "opened 3", "closed 4"]);
    expect(trades).toHaveLength(2);
  });

  it("market orders of one route fill before the next route decides, and its hooks hear of it", () => {
    const trace: string[] = [];
    class First extends Strategy {
      override shouldLong() {
        return this.index === 0;
      }
      override goLong() {
        this.buy = [1, this.price];
      }
      override onOpenPosition() {
        trace.push(`first opened, balance ${this.balance}`);
      }
    }
    class Second extends Strategy {
      override before() {
        trace.push(`second before, others open: ${this.allPositions["BTC-USDT"]?.isOpen}`);
      }
      override shouldLong() {
        trace.push(`second asked, others open: ${this.allPositions["BTC-USDT"]?.isOpen}`);
        return false;
      }
      override onRouteOpenPosition(strategy: Strategy) {
        trace.push(`second hears of ${strategy.symbol}`);
      }
    }
    const flat = minutes([[100, 100, 100, 100]], 1);
    const routes = [
      { symbol: "BTC-USDT", timeframe: "1m", strategy: "First" },
      { symbol: "ETH-USDT", timeframe: "1m", strategy: "Second" },
    ];
    run([First, Second], { "BTC-USDT": flat, "ETH-USDT": flat }, { config: { routes, route: undefined } });
    expect(trace.slice(0, 4)).toEqual([
      "second before, others open: false",
      "second hears of BTC-USDT",
      "first opened, balance 10000",
      "second asked, others open: true",
    ]);
  });

  it("shows the bar that is still forming of a larger timeframe, and nothing of the future", () => {
    const rows: unknown[] = [];
    class Reader extends Strategy {
      override before() {
        const big = this.getCandles("5m");
        rows.push([
          big.length,
          big.at(-1)?.close,
          big.at(-1)?.isForming,
          big.closed.length,
          big[0 as never]?.[2],
        ]);
      }
    }
    const rising = Array.from(
      { length: 7 },
      (_, index): Ohlc => [index + 1, index + 2, index + 1, index + 2],
    );
    run([Reader], { "BTC-USDT": minutes(rising) });
    expect(rows.slice(3)).toEqual([
      [1, 5, true, 0, 5],
      [1, 6, false, 1, 6],
      [2, 7, true, 1, 6],
      [2, 8, true, 1, 6],
    ]);
  });

  it("a daily balance at the start, after each 1,440 minutes from the second day on, and at the end", () => {
    const flat = minutes([[100, 100, 100, 100]], 2 * 1_440 + 1);
    expect(run([BuyOnce], { "BTC-USDT": flat }).dailyBalances).toHaveLength(4);
    const days = minutes([[100, 100, 100, 100]], 2 * 1_440);
    expect(run([BuyOnce], { "BTC-USDT": days }).dailyBalances).toHaveLength(3);
  });
});

describe("a strategy that fails", () => {
  const candles = { "BTC-USDT": minutes([[100, 100, 100, 100]], 3) };

  it("stops the run and names hook, route and bar", () => {
    class Broken extends Strategy {
      override shouldLong(): boolean {
        throw new Error("no such thing");
      }
    }
    expect(() => run([Broken], candles)).toThrow(
      "shouldLong of BTC-USDT 1m at 2025-06-01 00:01: no such thing",
    );
  });

  it("by something that can't be read", () => {
    const fail = (thrown: unknown) => {
      class Broken extends Strategy {
        override before() {
          throw thrown;
        }
      }
      return () => run([Broken], candles);
    };
    const unreadable = () => {
      throw new Error("no text");
    };
    expect(fail({ toString: unreadable })).toThrow("00:01: an error without a message");
    expect(fail(Object.defineProperty(new Error(), "message", { get: unreadable }))).toThrow(
      "without a message",
    );
    expect(fail(null)).toThrow("before of BTC-USDT 1m at 2025-06-01 00:01: null");
  });

  it.each<[string, Partial<Strategy>, string]>([
    ["both directions", { shouldLong: () => true, shouldShort: () => true }, "shouldLong and shouldShort"],
    ["no quantity", { shouldLong: () => true }, "goLong must set this.buy"],
  ])("%s", (_name, hooks, sentence) => {
    class Wrong extends Strategy {}
    Object.assign(Wrong.prototype, hooks);
    expect(() => run([Wrong], candles)).toThrow(sentence);
  });

  it("an order that the margin does not cover is an error", () => {
    class Greedy extends BuyOnce {
      override goLong() {
        this.buy = [1_000, this.price];
      }
    }
    expect(() => run([Greedy], candles)).toThrow("insufficient margin");
  });
});

it("a strategy is called for its challenge: four fifths of a limit, then the breach", () => {
  const events: string[] = [];
  class Watched extends BuyOnce {
    override goLong() {
      this.buy = [100, this.price];
    }
    override onChallenge({ type, rule }: Parameters<Strategy["onChallenge"]>[0]) {
      events.push(
        `${type} ${rule} ${this.challenge?.status} ${Math.round(this.challenge?.distanceToFloor ?? Number.NaN)}`,
      );
    }
  }
  const fall: Ohlc[] = [100, 97, 96, 95, 94].map((price): Ohlc => [price, price, price, price]);
  const { challenge } = run([Watched], { "BTC-USDT": minutes(fall) }, { config: { plan: "classic" } });
  expect(events).toEqual(["floor-near Daily loss running 100", "breached Daily loss breached -100"]);
  expect(challenge?.status).toBe("breached");
});

it("two halves of a float may leave a rest, which stays open as in jesse", () => {
  const qty = (177 / 1_000) * 0.01;
  class Halves extends BuyOnce {
    override goLong() {
      this.buy = [qty, this.price];
      this.takeProfit = [
        [qty / 2, 101],
        [qty / 2, 102],
      ];
    }
  }
  const rise: Ohlc[] = [
    [100, 100, 100, 100],
    [100, 103, 100, 103],
    [103, 103, 103, 103],
  ];
  const { trades, openTrades } = run([Halves], { "BTC-USDT": minutes(rise) });
  expect(openTrades).toBe(1);
  expect(trades).toHaveLength(1);
  expect(trades[0]).toMatchObject({ orders: 4, qty: expect.closeTo(qty, 15) });
});

describe("a long run", { timeout: 30_000 }, () => {
  const strategies = loadStrategies(readFileSync("tests/lab/strategies/ladder.ts", "utf8"), "ladder.ts");
  const config = {
    route: { symbol: "BTC-USDT", timeframe: "15m" },
    data: [{ symbol: "BTC-USDT", timeframe: "1h" }],
    leverage: 5,
    fee: 0.00055,
  };
  const columns = walk(7, 5 * 1_440);

  it("is the same each time, and its money adds up", async () => {
    const [first, second] = [0, 1].map(() =>
      run(strategies, { "BTC-USDT": columns }, { config, from: 1_440 }),
    );
    if (first === undefined || second === undefined) throw new Error("Two runs were made.");
    expect(first.trades.length).toBeGreaterThan(10);
    const results = await Promise.all([first, second].map((one) => toRunResult(one, { inputs: [], sha256 })));
    expect(results[0]).toEqual(results[1]);
    const net = first.trades.reduce((total, { PNL }) => total + PNL, 0);
    expect(first.dailyBalances.at(-1)).toBeCloseTo(10_000 + net, 8);
  });

  it("does not depend on later candles", () => {
    const whole = run(strategies, { "BTC-USDT": columns }, { config, from: 1_440 });
    const cut = run(strategies, { "BTC-USDT": columns }, { config, from: 1_440, to: 4 * 1_440 });
    const early = whole.trades.filter(({ closed_at }) => closed_at <= START_MS + 3 * 1_440 * MINUTE_MS);
    expect(early).not.toEqual([]);
    expect(cut.trades.slice(0, early.length)).toEqual(early);
  });

  it("is the same when its candles come while it runs, and has none of those that do not", async () => {
    const whole = run(strategies, { "BTC-USDT": columns }, { config, from: 1_440 });
    const parts = [1_500, 2_880, 2_881, 5 * 1_440].map((to, index, ends) =>
      sliceColumns(columns, ends[index - 1] ?? 0, to),
    );
    const [first, ...others] = parts as [CandleColumns, ...CandleColumns[]];
    const simulation = createSimulation({
      config: parseRunConfig({ balance: 10_000, ...config }),
      strategies,
      candles: new Map([["BTC-USDT", extendColumns(first, columns.close.length - first.close.length)]]),
      fromMs: START_MS + 1_440 * MINUTE_MS,
      toMs: START_MS + columns.close.length * MINUTE_MS,
    });
    const [feed] = simulation.feeds as [Feed];
    let known = first.close.length - (columns.close.length - feed.store.columns.close.length);
    while (simulation.done < simulation.minutes) {
      if (feed.store.revealed === known) {
        expect(feed.store.columns.close.subarray(known).every((close) => close === 0)).toBe(true);
        known = addCandles(feed, known, others.shift() as CandleColumns);
      }
      advanceMinute(simulation);
    }
    finishSimulation(simulation);
    const results = [whole, simulation].map((one) => toRunResult(one, { inputs: [], sha256 }));
    expect(await results[1]).toEqual(await results[0]);
  });
});
