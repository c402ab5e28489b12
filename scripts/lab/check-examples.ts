import { type CandleRow, toColumns } from "@/lib/lab/candles/candle-columns";
import { DAY_MINUTES, MINUTE_MS } from "@/lib/lab/candles/timeframe";
import { EXAMPLES } from "@/lib/lab/examples/examples";
import { parseRunConfig } from "@/lib/lab/run/parse-run-config";
import { runBacktest } from "@/lib/lab/run/run-backtest";
import { createRandom } from "@/lib/lab/seeded-random";
import { loadStrategies } from "@/scripts/lab/load-strategies";
import { printChecks } from "@/scripts/lab/run-lab";

const START_MS = Date.parse("2025-01-01T00:00:00Z");
/** Bars of the largest timeframe of an example before the start, four times as many for the check. */
const DAYS = { warmUp: 45, traded: 15 };
const SYMBOL = "BTC-USDT";

/** The checks of each example over the same random walk: what `--check` alone does. Returns whether all passed. */
export function checkExamples(): boolean {
  const columns = makeWalk((DAYS.warmUp + DAYS.traded) * DAY_MINUTES);
  const candles = new Map([[SYMBOL, columns]]);
  const fromMs = START_MS + DAYS.warmUp * DAY_MINUTES * MINUTE_MS;
  const toMs = fromMs + DAYS.traded * DAY_MINUTES * MINUTE_MS;
  return EXAMPLES.map(({ name, text, timeframe }) => {
    const strategies = loadStrategies(text, name);
    const config = parseRunConfig({ route: { symbol: SYMBOL, timeframe }, leverage: 2 });
    const input = { config, strategies, candles, fromMs, toMs };
    const simulation = runBacktest(input);
    console.log(`${name}, ${timeframe}: ${simulation.trades.length} trades`);
    return printChecks(input, simulation).lookAhead.difference === null;
  }).every((isClean) => isClean);
}

function makeWalk(count: number) {
  const random = createRandom(1);
  let close = 50_000;
  return toColumns(
    Array.from({ length: count }, (_, index): CandleRow => {
      const open = close;
      close = Math.max(
        1_000,
        Math.round((open + (random() - 0.5) * 80 + 8 * Math.sin(index / 900)) * 10) / 10,
      );
      const [high, low] = [Math.max(open, close) + 5, Math.min(open, close) - 5];
      return { time: START_MS + index * MINUTE_MS, open, high, low, close, volume: 1 };
    }),
  );
}
