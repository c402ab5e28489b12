import { type CandleColumns, createColumns } from "@/lib/lab/candles/candle-columns";
import type { StrategyClass } from "@/lib/lab/run/create-simulation";
import { parseRunConfig } from "@/lib/lab/run/parse-run-config";
import { runBacktest } from "@/lib/lab/run/run-backtest";
import { createRandom } from "@/lib/lab/seeded-random";

/** Where the traded candles begin. */
export const BENCH_START_MS = Date.parse("2025-01-01T00:00:00Z");
const WARM_UP = 14_400;
const TICK = 0.1;

/** A random walk of one-minute candles on ticks, the same for each seed. */
export function makeCandles(seed: number, count: number): CandleColumns {
  const random = createRandom(seed);
  const columns = createColumns(BENCH_START_MS - WARM_UP * 60_000, count + WARM_UP);
  const onTick = (value: number) => Math.round(value / TICK) * TICK;
  let close = 50_000;
  for (let index = 0; index < columns.close.length; index += 1) {
    const open = close;
    close = onTick(Math.max(1_000, open + (random() - 0.5) * 60));
    columns.open[index] = open;
    columns.close[index] = close;
    columns.high[index] = onTick(Math.max(open, close) + random() * 15);
    columns.low[index] = onTick(Math.min(open, close) - random() * 15);
    columns.volume[index] = 10;
  }
  return columns;
}

/** Candles of all symbols in a second, in one run over all but the warm-up. */
export function measureRun(
  strategy: StrategyClass,
  candles: ReadonlyMap<string, CandleColumns>,
  options: { timeframe: string; tracksEquity?: boolean },
): number {
  const symbols = [...candles.keys()];
  const minutes = (candles.get(symbols[0] ?? "")?.close.length ?? 0) - WARM_UP;
  const startedMs = performance.now();
  runBacktest({
    config: parseRunConfig({
      routes: symbols.map((symbol) => ({ symbol, timeframe: options.timeframe })),
      leverage: 5,
    }),
    strategies: [strategy],
    candles,
    fromMs: BENCH_START_MS,
    toMs: BENCH_START_MS + minutes * 60_000,
    tracksEquity: options.tracksEquity,
  });
  return (minutes * symbols.length) / ((performance.now() - startedMs) / 1_000);
}
