import { currentClose, currentMinute } from "@/lib/lab/candles/candle-store";
import type { Feed } from "@/lib/lab/run/simulation";

/** The newest mark; the newest price where the run has none, or inside a minute, whose mark is not known yet. */
export function currentMark({ mark, store }: Feed): number {
  const known = store.partial === null ? mark?.[currentMinute(store)] : undefined;
  return known ?? currentClose(store);
}
