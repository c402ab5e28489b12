import { type CandleColumns, createColumns } from "@/lib/lab/candles/candle-columns";

/**
 * Another history with the same moves: after `firstIndex` the changes of the close, with the wicks that belong
 * to them, are taken in blocks of `block` minutes from random places. A block as long as the history gives the
 * candles back.
 */
export function resampleCandles(
  columns: CandleColumns,
  options: { firstIndex: number; block: number; random: () => number },
): CandleColumns {
  const { firstIndex, random } = options;
  const count = columns.close.length;
  const length = count - firstIndex;
  const block = Math.min(options.block, length);
  const made = createColumns(columns.startMs, count);
  for (const name of ["open", "high", "low", "close", "volume"] as const) {
    made[name].set(columns[name].subarray(0, firstIndex));
  }
  for (let at = firstIndex; at < count; at += block) {
    const from = firstIndex + Math.floor(random() * (length - block + 1));
    for (let step = 0; step < block && at + step < count; step += 1)
      copyMove(columns, from + step, made, at + step);
  }
  return made;
}

/** The minute at `from` as a move relative to the close before it, on top of the close before `to`. */
function copyMove(source: CandleColumns, from: number, made: CandleColumns, to: number): void {
  const before = source.close[from - 1] ?? (source.open[from] as number);
  const start = made.close[to - 1] ?? (source.open[from] as number);
  const scale = start / before;
  made.open[to] = start;
  made.close[to] = (source.close[from] as number) * scale;
  made.high[to] = Math.max(start, (source.high[from] as number) * scale);
  made.low[to] = Math.min(start, (source.low[from] as number) * scale);
  made.volume[to] = source.volume[from] as number;
}
