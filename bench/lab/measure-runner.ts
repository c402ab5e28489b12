import { type BenchRow, median } from "@/bench/bench-row";
import { atLeast, atMost } from "@/bench/lab/lab-rows";
import { BENCH_START_MS, makeCandles, measureRun } from "@/bench/lab/measure-run";
import { Cross, Flat, Holding, Streaming, Windowed } from "@/bench/lab/strategies";
import { sha256 } from "@/lib/infra/sha256";
import { type CandleColumns, sliceColumns } from "@/lib/lab/candles/candle-columns";
import { decodeCandles, encodeCandles } from "@/lib/lab/candles/candle-file";
import { EXAMPLES } from "@/lib/lab/examples/examples";
import { addMinute, startLive } from "@/lib/lab/live/live-run";
import { parseRunConfig } from "@/lib/lab/run/parse-run-config";
import { toRunResult } from "@/lib/lab/run/report/to-run-result";
import { runBacktest } from "@/lib/lab/run/run-backtest";
import { loadStrategies } from "@/scripts/lab/load-strategies";
import { readCandleFile } from "@/scripts/lab/read-candle-file";

const YEAR = 525_600;
const MONTH = 43_200;
const REPETITIONS = 3;
/** jesse 3, two years of an SMA cross on one hour, fast mode, as its own report has it. */
const JESSE_FAST = 513_000;
/** jesse 3, three routes over three months, fast mode; its heavy strategy, stepwise. */
const JESSE_ROUTES = 162_000;
const JESSE_STEP = 183_000;
const GOLDEN_FLOOR = 330_000;

/** L1 to L9 and L15 to L18: the lab's runner on one core, interleaved repetitions, medians. */
export async function measureRunner(): Promise<BenchRow[]> {
  const year = new Map([["BTC-USDT", makeCandles(1, YEAR)]]);
  const quarter = new Map([["BTC-USDT", makeCandles(1, YEAR / 4)]]);
  const three = new Map([1, 2, 3].map((seed) => [`S${seed}-USDT`, makeCandles(seed, YEAR / 4)] as const));
  const [alligator] = loadStrategies(EXAMPLES.find(({ name }) => name === "Alligator trend")?.text ?? "", "");
  if (alligator === undefined) throw new Error("The example is missing.");
  const tasks = {
    cross: () => measureRun(Cross, year, { timeframe: "1h" }),
    golden: () => measureRun(alligator, year, { timeframe: "1h" }),
    windowed: () => measureRun(Windowed, quarter, { timeframe: "1m" }),
    streaming: () => measureRun(Streaming, quarter, { timeframe: "1m" }),
    tracked: () => measureRun(Cross, year, { timeframe: "1h", tracksEquity: true }),
    routes: () => measureRun(Cross, three, { timeframe: "15m" }),
    flat: () => measureRun(Flat, year, { timeframe: "1h" }),
    holding: () => measureRun(Holding, year, { timeframe: "1h" }),
  };
  const rates: Record<string, number[]> = {};
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    for (const [name, measure] of Object.entries(tasks)) rates[name] = [...(rates[name] ?? []), measure()];
  }
  const rateOf = (name: keyof typeof tasks) => median(rates[name] ?? []);
  const trial = YEAR / rateOf("cross");
  return [
    atLeast(
      "L1 lab: candles a second, SMA cross on 1h over a year",
      rateOf("cross"),
      JESSE_FAST,
      "jesse's fast mode",
    ),
    atLeast(
      "L2 lab: candles a second, the Alligator example on 1h over a year",
      rateOf("golden"),
      GOLDEN_FLOOR,
      "floor",
    ),
    atLeast(
      "L3 lab: candles a second, three streaming indicators on 1m",
      rateOf("streaming"),
      JESSE_STEP,
      "jesse's stepwise mode",
    ),
    atLeast(
      "L3 lab: the same over the last 240 bars at each one",
      rateOf("windowed"),
      JESSE_STEP,
      "jesse's stepwise mode",
    ),
    atLeast(
      "L4 lab: symbol-candles a second, three routes on 15m",
      rateOf("routes"),
      JESSE_ROUTES,
      "jesse's fast mode",
    ),
    atLeast(
      "L5 lab: equity of every minute recorded for the plans",
      rateOf("tracked"),
      rateOf("cross") * 0.5,
      "half of the rate without",
    ),
    atLeast(
      "L6 lab: always in a position with stop and target",
      rateOf("holding"),
      rateOf("flat") * 0.7,
      "0.7 of flat",
    ),
    atMost("L7 lab: 200 trials of a year of the SMA cross, one core, s", trial * 200, 200),
    ...(await measureFile(year.get("BTC-USDT"))),
    ...(await measureRepeats(year)),
    measureLive(),
  ];
}

/** L8 of recorded minutes: `LAB_RECORDING` is the path of a CSV file of BTCUSDT; nothing without one. */
async function measureRecording(path: string | undefined): Promise<BenchRow[]> {
  if (path === undefined) return [];
  const { columns } = await readCandleFile(path);
  const bytes = encodeCandles(columns, { price: 1, volume: 3 });
  const year = (bytes.length / columns.close.length) * YEAR;
  return [atMost("L8 lab: a year of BTCUSDT as files, at the size of the recording, MB", year / 1e6, 2.6)];
}

/** L8: the year as files of months, and how long one takes to unpack. L9: what the columns occupy. */
async function measureFile(columns: CandleColumns | undefined): Promise<BenchRow[]> {
  if (columns === undefined) throw new Error("There are no candles.");
  const times: number[] = [];
  let size = 0;
  for (let from = 0; from < columns.close.length; from += MONTH) {
    const month = sliceColumns(columns, from, Math.min(from + MONTH, columns.close.length));
    const bytes = encodeCandles(month, { price: 1, volume: 3 });
    size += bytes.length;
    const startedMs = performance.now();
    await decodeCandles(bytes);
    times.push((performance.now() - startedMs) * (MONTH / month.close.length));
  }
  const perYear = YEAR / columns.close.length;
  const memory = ["open", "high", "low", "close", "volume"] as const;
  const held = memory.reduce((sum, name) => sum + columns[name].byteLength, 0) * perYear;
  return [
    atMost("L8 lab: a year of random minutes as files, MB", (size / 1e6) * perYear, 2.6),
    ...(await measureRecording(process.env.LAB_RECORDING)),
    atMost("L8 lab: a month's file unpacked, ms", median(times), 28),
    atMost("L9 lab: columns of a symbol-year, MB", held / 1e6, 21.1),
  ];
}

/** L15: ten runs, one fingerprint; L18: text to result of a year; L9: what twenty runs leave. */
async function measureRepeats(candles: ReadonlyMap<string, CandleColumns>): Promise<BenchRow[]> {
  const prints = new Set<string>();
  const times: number[] = [];
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let run = 0; run < 20; run += 1) {
    const startedMs = performance.now();
    const strategies = loadStrategies(EXAMPLES[0].text, "cross.ts");
    const simulation = runBacktest({
      config: parseRunConfig({ route: { symbol: "BTC-USDT", timeframe: "1h" }, leverage: 2 }),
      strategies,
      candles,
      fromMs: BENCH_START_MS,
      toMs: BENCH_START_MS + YEAR * 60_000,
      tracksEquity: true,
    });
    prints.add((await toRunResult(simulation, { inputs: [], sha256 })).fingerprint);
    times.push(performance.now() - startedMs);
  }
  globalThis.gc?.();
  const growth = (process.memoryUsage().heapUsed - before) / 1e6;
  return [
    atMost("L9 lab: heap after 20 runs of a year (with --expose-gc), growth, MB", growth, 5),
    atMost("L15 lab: fingerprints of 20 runs", prints.size, 1),
    atMost("L18 lab: text to result of a year with all plans, s", median(times) / 1_000, 2),
  ];
}

/** L16: orders of a live run that differ from the backtest over the same minutes. */
function measureLive(): BenchRow {
  const columns = makeCandles(4, 10_080);
  const config = parseRunConfig({ route: { symbol: "BTC-USDT", timeframe: "5m" }, leverage: 5 });
  const known = (BENCH_START_MS - columns.startMs) / 60_000;
  const cut = { ...columns, filled: 0 };
  for (const name of ["open", "high", "low", "close", "volume"] as const)
    cut[name] = columns[name].slice(0, known);
  const live = startLive({ config, strategies: [Cross], candles: new Map([["BTC-USDT", cut]]) }, 10_080);
  for (let index = known; index < columns.close.length; index += 1) {
    const read = (name: "open" | "high" | "low" | "close" | "volume") => columns[name][index] as number;
    addMinute(live, {
      time: columns.startMs + index * 60_000,
      open: read("open"),
      high: read("high"),
      low: read("low"),
      close: read("close"),
      volume: read("volume"),
    });
  }
  const whole = runBacktest({
    config,
    strategies: [Cross],
    candles: new Map([["BTC-USDT", columns]]),
    fromMs: BENCH_START_MS,
    toMs: BENCH_START_MS + 10_080 * 60_000,
  });
  const differing = live.submitted.filter(({ line }, index) => line !== whole.submitted[index]?.line).length;
  return atMost(
    `L16 lab: of ${live.submitted.length} live orders, those that differ from the backtest's`,
    differing,
    0,
  );
}
