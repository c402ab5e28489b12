import { type FoldedBar, foldMinutes } from "@/lib/lab/replay/fold-minutes";
import type { Simulation } from "@/lib/lab/run/simulation";

/** More bars than this are slow to draw; the next longer ones are taken. */
const MOST_BARS = 5_000;
const LENGTHS = [1, 5, 15, 60, 240, 1_440];

/** The traded candles of the first route in bars of its timeframe or longer ones. */
export function listBars({ feeds: [feed], routes: [route] }: Simulation): {
  barMinutes: number;
  bars: FoldedBar[];
} {
  if (feed === undefined) return { barMinutes: 1, bars: [] };
  const { columns } = feed.store;
  const count = columns.close.length - feed.firstIndex;
  const least = Math.max(route?.minutes ?? 1, count / MOST_BARS);
  const barMinutes = LENGTHS.find((length) => length >= least) ?? 1_440;
  const bars = foldMinutes(columns, { from: feed.firstIndex, to: columns.close.length, minutes: barMinutes });
  return { barMinutes, bars };
}
