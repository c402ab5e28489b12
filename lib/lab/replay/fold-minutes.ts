import type { CandleColumns } from "@/lib/lab/candles/candle-columns";
import { MINUTE_MS } from "@/lib/lab/candles/timeframe";

/** A bar in numbers; `startMs` is aligned with the clock. */
export type FoldedBar = {
  startMs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
};

/** The bars of `minutes` minutes, by the clock in UTC, from the candles at `from` up to `to`, not included. */
export function foldMinutes(
  columns: CandleColumns,
  { from, to, minutes }: { from: number; to: number; minutes: number },
): FoldedBar[] {
  const bars: FoldedBar[] = [];
  const barMs = minutes * MINUTE_MS;
  for (let index = from; index < to; index += 1) {
    const startMs = Math.floor((columns.startMs + index * MINUTE_MS) / barMs) * barMs;
    const [high, low] = [columns.high[index] as number, columns.low[index] as number];
    const [close, volume] = [columns.close[index] as number, columns.volume[index] as number];
    const last = bars.at(-1);
    if (last?.startMs !== startMs) {
      bars.push({ startMs, open: columns.open[index] as number, high, low, close, volume });
      continue;
    }
    last.high = Math.max(last.high, high);
    last.low = Math.min(last.low, low);
    last.close = close;
    last.volume += volume;
  }
  return bars;
}
