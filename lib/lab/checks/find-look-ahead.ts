import { type CandleColumns, indexAt } from "@/lib/lab/candles/candle-columns";
import { MINUTE_MS } from "@/lib/lab/candles/timeframe";
import type { RunInput } from "@/lib/lab/run/create-simulation";
import { runBacktest } from "@/lib/lab/run/run-backtest";
import type { Simulation } from "@/lib/lab/run/simulation";
import { createRandom } from "@/lib/lab/seeded-random";

const CUTS = 8;
/** Size of a minute's step in the noise, as a fraction of the price. */
const STEP = 0.002;

/** `difference` is the first order that changes when the candles after it do; null when none does. */
export type LookAhead = { cuts: number; difference: { cutMs: number; order: string } | null };

/**
 * Replaces the candles after some moments by noise and runs again up to each of them: every order until then
 * must be the same. Most moments are those of orders, since a decision that reads one bar ahead shows there
 * alone. `whole` is the run over the candles as they are.
 */
export function findLookAhead(input: RunInput, whole: Simulation, run = runBacktest): LookAhead {
  const random = createRandom(1);
  const cuts = chooseCuts(input, whole, random);
  for (const cutMs of cuts) {
    const candles = new Map<string, CandleColumns>();
    for (const [symbol, columns] of input.candles) candles.set(symbol, addNoise(columns, cutMs, random));
    // One minute more, since the end of a run closes positions.
    const toMs = Math.min(input.toMs, cutMs + MINUTE_MS);
    const order = findDifference(whole, run({ ...input, candles, toMs }), cutMs);
    if (order !== null) return { cuts: cuts.length, difference: { cutMs, order } };
  }
  return { cuts: cuts.length, difference: null };
}

/** Moments before the last minute, ascending: of random orders, and as many at random where there are none. */
function chooseCuts(input: RunInput, whole: Simulation, random: () => number): number[] {
  const lastMs = input.toMs - MINUTE_MS;
  const times = whole.submitted.map(({ atMs }) => atMs).filter((atMs) => atMs <= lastMs);
  const cuts = Array.from({ length: CUTS }, (_, index) => {
    const ofOrder = times[Math.floor(random() * times.length)];
    const anyMs = input.fromMs + Math.ceil(random() * (whole.minutes - 1)) * MINUTE_MS;
    return index % 4 === 3 ? anyMs : (ofOrder ?? anyMs);
  });
  return [...new Set(cuts)].sort((a, b) => a - b);
}

function findDifference(whole: Simulation, cutRun: Simulation, cutMs: number): string | null {
  const until = (run: Simulation) => run.submitted.filter(({ atMs }) => atMs <= cutMs);
  const [expected, actual] = [until(whole), until(cutRun)];
  for (let index = 0; index < Math.max(expected.length, actual.length); index += 1) {
    const line = actual[index]?.line;
    if (line !== expected[index]?.line) return line ?? expected[index]?.line ?? null;
  }
  return null;
}

/** The candles with a random walk from `fromMs` on. */
function addNoise(columns: CandleColumns, fromMs: number, random: () => number): CandleColumns {
  const copy = {
    ...columns,
    open: columns.open.slice(),
    high: columns.high.slice(),
    low: columns.low.slice(),
    close: columns.close.slice(),
  };
  let price = columns.close[Math.max(0, indexAt(columns, fromMs) - 1)] ?? 1;
  for (let index = Math.max(0, indexAt(columns, fromMs)); index < copy.close.length; index += 1) {
    const close = price * (1 + (random() - 0.5) * STEP);
    copy.open[index] = price;
    copy.close[index] = close;
    copy.high[index] = Math.max(price, close) * (1 + random() * STEP);
    copy.low[index] = Math.min(price, close) * (1 - random() * STEP);
    price = close;
  }
  return copy;
}
