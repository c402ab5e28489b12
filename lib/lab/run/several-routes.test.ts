import { expect, it } from "vitest";
import { type CandleRow, toColumns } from "@/lib/lab/candles/candle-columns";
import type { StrategyClass } from "@/lib/lab/run/create-simulation";
import { parseRunConfig } from "@/lib/lab/run/parse-run-config";
import { runBacktest } from "@/lib/lab/run/run-backtest";
import { Strategy } from "@/lib/lab/strategy/strategy";
import type { SubmittedOrder } from "@/lib/lab/strategy/submitted-order";

const START_MS = Date.parse("2025-06-01T00:00:00Z");
type Ohlc = [open: number, high: number, low: number, close: number];

function columnsOf(rows: readonly Ohlc[]) {
  return toColumns(
    rows.map(
      ([open, high, low, close], index): CandleRow => ({
        time: START_MS + index * 60_000,
        open,
        high,
        low,
        close,
        volume: 1,
      }),
    ),
  );
}

function run(strategies: StrategyClass[], candles: Record<string, Ohlc[]>, config: object) {
  const length = Object.values(candles)[0]?.length ?? 0;
  return runBacktest({
    config: parseRunConfig({ fee: 0, leverage: 2, balance: 10_000, ...config }),
    strategies,
    candles: new Map(Object.entries(candles).map(([symbol, rows]) => [symbol, columnsOf(rows)])),
    fromMs: START_MS,
    toMs: START_MS + length * 60_000,
  });
}

/** Flat at 100 for a minute, then up to 110 through the target of 105. */
const RISING: Ohlc[] = [
  [100, 100, 100, 100],
  [100, 110, 100, 110],
  [110, 110, 110, 110],
];
const ETH: Ohlc[] = [
  [10, 10, 10, 10],
  [10, 20, 10, 20],
  [20, 20, 20, 20],
];
const routesOf = (...symbols: string[]) => symbols.map((symbol) => ({ symbol, timeframe: "1m" }));

class Target extends Strategy {
  override shouldLong() {
    return this.index === 0;
  }
  override goLong() {
    this.buy = [1, this.price];
    this.takeProfit = this.price * 1.05;
  }
}

it("symbols are walked in the order of their candles as in jesse, and decide in the order of the routes", () => {
  const [btc, eth] = ["BTC-USDT", "ETH-USDT"];
  const decided: string[] = [];
  class Telling extends Target {
    override goLong() {
      decided.push(this.symbol);
      super.goLong();
    }
  }
  const closedOf = (candles: Record<string, Ohlc[]>, ...order: string[]) =>
    run([Telling], candles, { routes: routesOf(...order) }).trades.map(({ symbol }) => symbol);
  expect(closedOf({ [btc]: RISING, [eth]: ETH }, eth, btc)).toEqual([btc, eth]);
  expect(closedOf({ [eth]: ETH, [btc]: RISING }, eth, btc)).toEqual([eth, btc]);
  expect(decided).toEqual([eth, btc, eth, btc]);
});

it("inside a minute the first symbol sees the second one's last minute, and the second one the first one's end", () => {
  const seen: [symbol: string, other: number, equity: number][] = [];
  class Looking extends Target {
    override onClosePosition() {
      const other = this.symbol === "BTC-USDT" ? "ETH-USDT" : "BTC-USDT";
      seen.push([this.symbol, this.getCandles(other, "1m").at(-1)?.close ?? 0, this.portfolioValue]);
    }
  }
  run([Looking], { "BTC-USDT": RISING, "ETH-USDT": ETH }, { routes: routesOf("BTC-USDT", "ETH-USDT") });
  // BTC closes at 105 while ETH stands at 10 with an entry of 10; ETH closes at 10.5 with 5 already earned.
  expect(seen).toEqual([
    ["BTC-USDT", 10, 10_005],
    ["ETH-USDT", 110, 10_005.5],
  ]);
});

it("one wallet carries all: margin that one route uses is not there for the next", () => {
  class Half extends Strategy {
    override shouldLong() {
      return this.index === 0;
    }
    override goLong() {
      this.log(String(this.availableMargin));
      this.buy = [100, this.price];
    }
  }
  const { logs } = run(
    [Half],
    { "BTC-USDT": RISING, "ETH-USDT": ETH },
    { routes: routesOf("BTC-USDT", "ETH-USDT") },
  );
  // 100 x 100 at twofold leverage is 5,000, which the waiting market order already holds.
  expect(logs.map(({ symbol, text }) => [symbol, text])).toEqual([
    ["BTC-USDT", "10000"],
    ["ETH-USDT", "5000"],
  ]);
});

it("a data route gives another symbol's bars, the forming one last, and is never traded", () => {
  const seen: (number | undefined)[][] = [];
  class Reading extends Strategy {
    override after() {
      const bars = this.getCandles("ETH-USDT", "3m");
      seen.push([bars.length, bars.at(-1)?.open, bars.at(-1)?.close, bars.at(-1)?.high]);
    }
  }
  const { trades } = run(
    [Reading],
    { "BTC-USDT": RISING, "ETH-USDT": ETH },
    { routes: routesOf("BTC-USDT"), data: [{ symbol: "ETH-USDT", timeframe: "3m" }] },
  );
  expect(seen).toEqual([
    [1, 10, 10, 10],
    [1, 10, 20, 20],
    [1, 10, 20, 20],
  ]);
  expect(trades).toEqual([]);
});

it("each of several partial exits fills at its own price, and the stop follows what is left", () => {
  class Ladder extends Strategy {
    override shouldLong() {
      return this.index === 0;
    }
    override goLong() {
      this.buy = [3, this.price];
      this.stopLoss = 95;
      this.takeProfit = [
        [1, 104],
        [1, 106],
        [1, 120],
      ];
    }
    override onReducedPosition() {
      this.stopLoss = [this.position.qty, 101];
    }
  }
  const rows: Ohlc[] = [
    [100, 100, 100, 100],
    [100, 107, 100, 103],
    [103, 103, 100, 100],
  ];
  const [trade, ...others] = run([Ladder], { "BTC-USDT": rows }, { routes: routesOf("BTC-USDT") }).trades;
  expect(others).toEqual([]);
  // Up to 104 and 106 in the second minute, then down through the stop at 101 for the last one.
  expect(trade).toMatchObject({ qty: 3, exit_price: (104 + 106 + 101) / 3, PNL: 11, orders: 4 });
});

it("the average entry price is jesse's float, so that a stop at it touches the same candles", () => {
  const stops: number[] = [];
  class Scaling extends Strategy {
    override shouldShort() {
      return this.index === 0;
    }
    override goShort() {
      this.sell = [
        [0.17, this.price],
        [0.05, this.price],
      ];
    }
    override onIncreasedPosition() {
      stops.push(this.position.entryPrice ?? 0);
    }
  }
  const rows: Ohlc[] = [[19_571, 19_571, 19_571, 19_571]];
  run([Scaling], { "BTC-USDT": rows }, { routes: routesOf("BTC-USDT") });
  expect(stops).toEqual([(0.05 * 19_571 + 0.17 * 19_571) / (0.05 + 0.17)]);
  expect(stops).not.toEqual([19_571]);
});

it("a position is closed by an order of the same float, whatever the decimals of its parts add up to", () => {
  class Adding extends Strategy {
    override shouldLong() {
      return this.index === 0;
    }
    override goLong() {
      this.buy = [
        [2.4928960383370966, this.price],
        [0.10371633158238433, this.price],
      ];
    }
    override updatePosition() {
      // As decimals the parts add up to 2.59661236991948093, which is no float.
      this.liquidate();
    }
  }
  const flat = Array.from({ length: 4 }, (): Ohlc => [100, 100, 100, 100]);
  const { trades } = run([Adding], { "BTC-USDT": flat }, { routes: routesOf("BTC-USDT") });
  expect(trades).toMatchObject([{ orders: 3, closed_at: START_MS + 2 * 60_000 }]);
});

it("funding is charged to the position that is open at its instant, and passed on to the strategy", () => {
  const seen: number[] = [];
  class Holder extends Strategy {
    override shouldShort() {
      return this.index === 0;
    }
    override goShort() {
      this.sell = [2, this.price];
    }
    override updatePosition() {
      if (this.index === 4) this.liquidate();
    }
    override onFunding(amount: number) {
      seen.push(amount);
    }
  }
  const flat = Array.from({ length: 8 }, (): Ohlc => [100, 100, 100, 100]);
  const instant = (minute: number, mark: number | null) => {
    return { atMs: START_MS + minute * 60_000, rate: 0.001, mark };
  };
  const simulation = runBacktest({
    config: parseRunConfig({ fee: 0, leverage: 2, balance: 10_000, routes: routesOf("BTC-USDT") }),
    strategies: [Holder],
    candles: new Map([["BTC-USDT", columnsOf(flat)]]),
    // Before the entry, with a mark, at the last price, and after the exit.
    funding: new Map([["BTCUSDT", [instant(0, null), instant(2, 110), instant(3, null), instant(7, 110)]]]),
    fromMs: START_MS,
    toMs: START_MS + 8 * 60_000,
  });
  // Short 2 receives 2 x 110 x 0.001 and 2 x 100 x 0.001.
  expect(seen).toEqual([0.22, 0.2]);
  expect(simulation.trades).toMatchObject([{ PNL: 0.42, fee: 0 }]);
  expect(simulation.dailyBalances.at(-1)).toBeCloseTo(10_000.42, 9);
});

it("an order larger than the position turns it: one trade ends, and the hooks of a new position are called", () => {
  const seen: unknown[] = [];
  class Turning extends Strategy {
    override shouldLong() {
      return this.index === 0;
    }
    override goLong() {
      this.buy = [
        [1, 100],
        [1, 90],
      ];
      // On the wrong side: sold at the market when the first part is open, and as much as both parts.
      this.stopLoss = [2, 101];
    }
    override onOpenPosition() {
      const active = this.orders.filter(({ status }) => status === "ACTIVE");
      const lines = active.map(({ side, type, price }) => `${side} ${type} ${price}`);
      seen.push([this.position.qty, this.tradesCount, this.position.entryPrice, lines]);
    }
    override onClosePosition() {
      seen.push("closed");
    }
  }
  const flat = Array.from({ length: 3 }, (): Ohlc => [100, 100, 100, 100]);
  const { trades } = run([Turning], { "BTC-USDT": flat }, { routes: routesOf("BTC-USDT") });
  // jesse: `_on_executed_order` closes and opens, then calls `_on_updated_position` once, with nothing before.
  expect(seen).toEqual([
    [1, 0, 100, ["buy LIMIT 90", "sell MARKET 100"]],
    [-1, 1, 100, ["buy LIMIT 90", "buy STOP 101"]],
    "closed",
  ]);
  expect(trades.map(({ type, qty }) => [type, qty])).toEqual([
    ["long", 1],
    ["short", 1],
  ]);
});

/** A minute at each price from the first to the last one. */
function climb(first: number, last: number): Ohlc[] {
  return Array.from({ length: last - first + 1 }, (_, index): Ohlc => {
    const price = first + index;
    return [price, price, price, price];
  });
}

it("entries that wait are cancelled by an empty list while the position is open, as in jesse's own test", () => {
  // TestCanCancelEntryOrdersAfterOpenPositionLong1 and Long2.
  for (const none of [[], null]) {
    const seen: string[] = [];
    class Cancelling extends Strategy {
      override before() {
        if (this.price === 12 || this.price === 15)
          seen.push(this.orders.map(({ type, status, price }) => `${type} ${status} ${price}`).join());
      }
      override shouldLong() {
        return this.price === 10;
      }
      override goLong() {
        this.buy = [
          [1, 10],
          [1, 9],
          [1, 8],
        ];
      }
      override updatePosition() {
        if (this.price === 13) this.buy = none;
      }
    }
    run([Cancelling], { "BTC-USDT": climb(9, 16) }, { routes: routesOf("BTC-USDT") });
    expect(seen).toEqual([
      "MARKET EXECUTED 10,LIMIT ACTIVE 9,LIMIT ACTIVE 8",
      "MARKET EXECUTED 10,LIMIT CANCELED 9,LIMIT CANCELED 8",
    ]);
  }
});

it("entries and exits are those that jesse's own test expects, at an open, a cancelled and a mixed entry", () => {
  // TestEntryOrdersAndExitOrdersProperties; entries of an open position are the active ones since jesse 1.
  const seen: Record<number, [entries: string[], exits: string[]]> = {};
  class Listing extends Strategy {
    override before() {
      const list = (orders: readonly SubmittedOrder[]) =>
        orders.map(({ type, status, qty, price }) => [type, status, qty, price].join(" "));
      if ([11, 21, 26, 28, 31].includes(this.price))
        seen[this.price] = [list(this.entryOrders), list(this.exitOrders)];
    }
    override shouldLong() {
      return [10, 25, 30].includes(this.price);
    }
    override goLong() {
      if (this.price === 10) {
        this.buy = [
          [1, 10],
          [2, 9],
          [3, 8],
        ];
        this.stopLoss = [1, 5];
      } else if (this.price === 25) this.buy = [1, 28];
      else {
        this.buy = [
          [1, 31],
          [1, 30],
          [1, 29],
        ];
        this.takeProfit = [
          [1, 35],
          [1, 36],
          [1, 37],
        ];
        this.stopLoss = [3, 25];
      }
    }
    override shouldCancelEntry() {
      return this.price === 27;
    }
    override updatePosition() {
      if (this.price === 20) this.liquidate();
    }
  }
  run([Listing], { "BTC-USDT": climb(9, 32) }, { routes: routesOf("BTC-USDT") });
  expect(seen).toEqual({
    11: [["LIMIT ACTIVE 2 9", "LIMIT ACTIVE 3 8"], ["STOP ACTIVE -1 5"]],
    21: [[], []],
    26: [["STOP ACTIVE 1 28"], []],
    28: [[], []],
    31: [
      // The stop at 31 filled in this minute.
      ["STOP EXECUTED 1 31", "LIMIT ACTIVE 1 29"],
      ["STOP ACTIVE -3 25", "LIMIT ACTIVE -1 35", "LIMIT ACTIVE -1 36", "LIMIT ACTIVE -1 37"],
    ],
  });
});
