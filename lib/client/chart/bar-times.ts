import type { Bar } from "@/lib/client/chart/candle-fold";

/** Length of a bar, ms; months differ, and the newest one is as long as the one before. */
export function readBarMs(bars: readonly Bar[], index: number): number {
  const from = Math.max(0, Math.min(index, bars.length - 2));
  const [a, b] = [bars[from], bars[from + 1]];
  return a && b ? b.startMs - a.startMs : 60_000;
}

/** An instant (ms) as a place among the bars, between and beyond them as well; null without bars. */
export function toBarPlace(bars: readonly Bar[], timeMs: number): number | null {
  const first = bars[0];
  if (!first) return null;
  const before = Math.max(0, countBarsUntil(bars, timeMs) - 1);
  const bar = bars[before] ?? first;
  return before + (timeMs - bar.startMs) / readBarMs(bars, before);
}

/** The instant (ms) of a place among the bars; null without bars. */
export function fromBarPlace(bars: readonly Bar[], place: number): number | null {
  const index = Math.min(Math.max(Math.floor(place), 0), bars.length - 1);
  const bar = bars[index];
  return bar ? Math.round(bar.startMs + (place - index) * readBarMs(bars, index)) : null;
}

/** How many bars start at or before an instant. */
function countBarsUntil(bars: readonly Bar[], timeMs: number): number {
  let [low, high] = [0, bars.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bars[middle]?.startMs ?? 0) <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
