import { indexAt } from "@/lib/lab/candles/candle-columns";
import { MINUTE_MS } from "@/lib/lab/candles/timeframe";
import { findLookAhead, type LookAhead } from "@/lib/lab/checks/find-look-ahead";
import { measureWarmUp, type WarmUpRow } from "@/lib/lab/checks/measure-warm-up";
import { collectSignals } from "@/lib/lab/run/collect-signals";
import type { RunInput } from "@/lib/lab/run/create-simulation";
import type { Simulation } from "@/lib/lab/run/simulation";
import { createRandom } from "@/lib/lab/seeded-random";
import { type PositionTest, permutePositions } from "@/lib/lab/statistics/permute-positions";
import { compareRandomEntries, type RandomEntries } from "@/lib/lab/statistics/random-entries";
import { resampleCandles } from "@/lib/lab/statistics/resample-candles";
import { type SignalTest, signalTest } from "@/lib/lab/statistics/signal-test";

const SAMPLES = 2_000;
const RANDOM_RUNS = 500;
/** Length of the blocks of a resampled history, in minutes. */
const BLOCK = 1_440;

/** Net profit and drawdown of one resampled history, percent. */
export type Scenario = { net: number; maxDrawdown: number };

/** What a run is worth: does it read the future, does it depend on its warm-up, is it luck. */
export type RunChecks = {
  lookAhead: LookAhead;
  warmUp: WarmUpRow[];
  /** Null without a closed trade. */
  randomEntries: RandomEntries | null;
  signal: SignalTest;
  /** Null without a closed trade of the first route. */
  positions: PositionTest | null;
  scenarios: Scenario[];
  /** The run over the candles as they are. */
  original: Scenario;
};

/**
 * Runs a strategy again in all the ways that show whether its result can be trusted. `run` makes a whole run;
 * `onMinute` is called on the way of the others, `onSample` between the samples of the tests, which take seconds
 * over many bars.
 */
export function checkRun(
  input: RunInput,
  options: {
    scenarios: number;
    run: (input: RunInput) => Simulation;
    onMinute: (one: Simulation) => void;
    onSample?: () => void;
  },
): RunChecks {
  const { run, onSample = () => {} } = options;
  const whole = run(input);
  const random = createRandom(1);
  const { closes, signals } = collectSignals(input, options.onMinute);
  return {
    lookAhead: findLookAhead(input, whole, run),
    warmUp: measureWarmUp(input, whole, run),
    randomEntries: compareEntries(input, whole, random),
    signal: signalTest(closes, signals, { random, samples: SAMPLES, onSample }),
    positions: testPositions(input, whole, { closes, random, onSample }),
    scenarios: Array.from({ length: options.scenarios }, () => toScenario(run(resample(input, random)))),
    original: toScenario(whole),
  };
}

function compareEntries(input: RunInput, whole: Simulation, random: () => number): RandomEntries | null {
  const feed = whole.routes[0]?.feed;
  const trades = whole.trades.filter(({ symbol }) => symbol === feed?.symbol);
  if (feed === undefined || trades.length === 0) return null;
  const { columns } = feed.store;
  const indexOf = (ms: number) => Math.max(0, indexAt(columns, ms) - 1);
  return compareRandomEntries(
    columns,
    trades.map((trade) => ({
      side: trade.type === "long" ? (1 as const) : (-1 as const),
      value: trade.qty * trade.entry_price,
      fromIndex: indexOf(trade.opened_at),
      toIndex: indexOf(trade.closed_at),
    })),
    { firstIndex: feed.firstIndex, feeRate: input.config.fee, runs: RANDOM_RUNS, random },
  );
}

/** Positions at the ends of the first route's bars, by its closed trades, with the return of the bar after each. */
function testPositions(
  { fromMs }: RunInput,
  { routes: [route], trades }: Simulation,
  { closes, random, onSample }: { closes: readonly number[]; random: () => number; onSample: () => void },
): PositionTest | null {
  const own = trades.filter(({ symbol }) => symbol === route?.config.symbol);
  if (route === undefined || own.length === 0) return null;
  const positions = new Array<number>(Math.max(0, closes.length - 1)).fill(0);
  const barMs = route.minutes * MINUTE_MS;
  for (const { type, opened_at, closed_at } of own) {
    // The bar k ends at fromMs + (k + 1) bars.
    const first = Math.max(0, Math.ceil((opened_at - fromMs) / barMs) - 1);
    for (let bar = first; fromMs + (bar + 1) * barMs < closed_at && bar < positions.length; bar += 1) {
      positions[bar] = type === "long" ? 1 : -1;
    }
  }
  const returns = positions.map((_, bar) => (closes[bar + 1] as number) / (closes[bar] as number) - 1);
  return permutePositions(returns, positions, { random, samples: RANDOM_RUNS, onSample });
}

/** All symbols by blocks of their own; the warm-up stays. */
function resample(input: RunInput, random: () => number): RunInput {
  const candles = new Map(
    [...input.candles].map(([symbol, columns]) => {
      const firstIndex = Math.max(1, Math.round((input.fromMs - columns.startMs) / MINUTE_MS));
      return [symbol, resampleCandles(columns, { firstIndex, block: BLOCK, random })] as const;
    }),
  );
  return { ...input, candles };
}

function toScenario({ dailyBalances }: Simulation): Scenario {
  const start = dailyBalances[0] as number;
  let [peak, worst] = [start, 0];
  for (const balance of dailyBalances) {
    peak = Math.max(peak, balance);
    worst = Math.min(worst, balance / peak - 1);
  }
  return { net: ((dailyBalances.at(-1) as number) / start - 1) * 100, maxDrawdown: worst * 100 };
}
