import { expect, it } from "vitest";
import { type CandleRow, sliceColumns, toColumns } from "@/lib/lab/candles/candle-columns";
import { type DriftRow, followChange, reportDrift } from "@/lib/lab/live/drift";
import { addMinute, startLive } from "@/lib/lab/live/live-run";
import { parseRunConfig } from "@/lib/lab/run/parse-run-config";
import { runBacktest } from "@/lib/lab/run/run-backtest";
import { createRandom } from "@/lib/lab/seeded-random";
import { Strategy } from "@/lib/lab/strategy/strategy";
import { ta } from "@/lib/lab/ta/ta";

const START_MS = Date.parse("2025-06-01T00:00:00Z");
const WARM_UP = 600;
const random = createRandom(21);
let price = 1_000;
const rows = Array.from({ length: 1_200 }, (_, index): CandleRow => {
  // Every hundredth minute opens away from the close before it.
  const open = index % 100 === 0 ? price + 2 : price;
  price = open + Math.round((random() - 0.5) * 40) / 10;
  const [high, low] = [Math.max(open, price) + 1, Math.min(open, price) - 1];
  return { time: START_MS + index * 60_000, open, high, low, close: price, volume: 1 };
});
const columns = toColumns(rows);
const config = parseRunConfig({ route: { symbol: "BTC-USDT", timeframe: "5m" }, warmUpCandles: 60 });

class Follow extends Strategy {
  override shouldLong() {
    return this.price > ta.ema(this.candles, 20);
  }
  override goLong() {
    this.buy = [1, this.price * 0.999];
    this.stopLoss = this.price * 0.99;
  }
  override updatePosition() {
    if (this.price < ta.ema(this.candles, 20)) this.liquidate();
  }
}

it("minute by minute it is the backtest over the same minutes, order by order", () => {
  const candles = new Map([["BTC-USDT", sliceColumns(columns, 0, WARM_UP)]]);
  const live = startLive({ config, strategies: [Follow], candles }, 1_440);
  const seen = rows.slice(WARM_UP).map((row) => addMinute(live, row));
  const whole = runBacktest({
    config,
    strategies: [Follow],
    candles: new Map([["BTC-USDT", columns]]),
    fromMs: START_MS + WARM_UP * 60_000,
    toMs: START_MS + rows.length * 60_000,
  });
  const lines = live.submitted.map(({ line }) => line);
  expect(lines.length).toBeGreaterThan(20);
  // The backtest's end closes what is open.
  expect(whole.submitted.map(({ line }) => line).slice(0, lines.length)).toEqual(lines);
  expect(live.trades).toEqual(whole.trades.slice(0, live.trades.length));
  expect(seen.flatMap(({ orders }) => orders)).toHaveLength(lines.length);
  expect(seen.flatMap(({ trades }) => trades)).toHaveLength(live.trades.length);
  expect(seen.at(-1)?.atMs).toBe(START_MS + rows.length * 60_000);
});

it("only the next minute is taken, up to the end of the room", () => {
  const candles = new Map([["BTC-USDT", sliceColumns(columns, 0, WARM_UP)]]);
  const live = startLive({ config, strategies: [Follow], candles }, 1);
  const [next, after] = [rows[WARM_UP], rows[WARM_UP + 1]];
  if (next === undefined || after === undefined) throw new Error("There are more rows.");
  expect(() => addMinute(live, after)).toThrow("must follow each other");
  addMinute(live, next);
  expect(() => addMinute(live, next)).toThrow("must follow each other");
  expect(() => addMinute(live, after)).toThrow("reached its end");
});

it("says what became of each order, so that a portfolio can follow it and the drift be measured", () => {
  const candles = new Map([["BTC-USDT", sliceColumns(columns, 0, WARM_UP)]]);
  const live = startLive({ config, strategies: [Follow], candles }, 1_440);
  let drift: readonly DriftRow[] = [];
  for (const row of rows.slice(WARM_UP)) {
    for (const change of addMinute(live, row).changes) drift = followChange(drift, change);
  }
  const filled = drift.filter(({ expected }) => expected !== null);
  const inTrades = live.trades.reduce((total, trade) => total + trade.orders, 0);
  expect(filled.length).toBeGreaterThanOrEqual(inTrades);
  expect(drift.some(({ status }) => status === "cancelled")).toBe(true);
  const [first] = filled;
  if (first?.expected == null) throw new Error("The first filled order has a price.");
  // The portfolio pays one more on the first order, and misses the others.
  const actual = { ...first.expected, price: first.expected.price + 1, qty: 2 };
  const report = reportDrift(drift.map((row) => (row === first ? { ...row, actual } : row)));
  expect(report).toMatchObject({ both: 1, missed: filled.length - 1, extra: 0, rejected: 0, cost: 2 });
  expect(report.meanSlippage).toBeCloseTo(10_000 / first.expected.price, 9);
});
