import {
  addPart,
  type CandleColumns,
  indexAt,
  openAtCloses,
  sliceColumns,
} from "@/lib/lab/candles/candle-columns";
import type { CandleStore } from "@/lib/lab/candles/candle-store";

/**
 * Gives a run that has begun the candles that follow the `known` ones, as they would have been had they been there
 * from the start. Returns the number of candles that are known then.
 */
export function addCandles(
  { store: { columns }, firstIndex }: { store: CandleStore; firstIndex: number },
  known: number,
  part: CandleColumns,
): number {
  const capacity = columns.close.length - indexAt(columns, part.startMs);
  const until = addPart(columns, known, sliceColumns(part, 0, Math.min(part.close.length, capacity)));
  openAtCloses(columns, Math.max(known, firstIndex + 1), until);
  return until;
}
