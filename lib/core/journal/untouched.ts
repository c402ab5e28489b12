import { type Money, neg, notional, type Price, sub } from "@/lib/core/decimal";
import type { Candle } from "@/lib/core/engine/candle";
import { type Figure, figure, noFigure } from "@/lib/core/stats/figure";
import type { RoundTrip } from "@/lib/core/stats/round-trip";

/** How a trade would have ended with its first stop and target left alone. `gross` is before fees and funding. */
export type UntouchedEnd = {
  exit: "stop" | "target" | "still-open";
  price: Price;
  atMs: number;
  gross: Money;
};

/**
 * Walks the candles after the entry: a candle that touches both counts as the stop, since its inside is unknown.
 * A gap beyond a level fills at the candle's open. Candles that began before the entry are left out.
 */
export function replayUntouched(
  trade: RoundTrip,
  candles: readonly (Candle & { startMs: number })[],
): Figure<UntouchedEnd> {
  const { initialStop: stop, initialTarget: target, side } = trade;
  if (stop === null && target === null) return noFigure("no_initial_stop");
  const isLong = side === "long";
  let last: UntouchedEnd | null = null;
  for (const candle of candles) {
    if (candle.startMs < trade.openedAtMs) continue;
    const end = (exit: UntouchedEnd["exit"], price: Price): UntouchedEnd => {
      const gain = notional(sub(price, trade.entryPrice), trade.qty);
      return { exit, price, atMs: candle.startMs, gross: isLong ? gain : neg(gain) };
    };
    const { open, high, low, close } = candle;
    if (stop !== null && (isLong ? low <= stop : high >= stop)) {
      const isGap = isLong ? open < stop : open > stop;
      return figure(end("stop", isGap ? open : stop));
    }
    if (target !== null && (isLong ? high >= target : low <= target)) {
      const isGap = isLong ? open > target : open < target;
      return figure(end("target", isGap ? open : target));
    }
    last = end("still-open", close);
  }
  return last === null ? noFigure("no_movement") : figure(last);
}
