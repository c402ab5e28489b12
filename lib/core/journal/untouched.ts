import { type Money, neg, notional, type Price, sub } from "@/lib/core/decimal";
import type { Candle } from "@/lib/core/engine/matching/candle";
import { type Figure, figure, noFigure } from "@/lib/core/stats/figure";
import type { RoundTrip } from "@/lib/core/stats/round-trip";

/**
 * How a trade would have ended with its first stop and target unchanged. `gross` is before fees and funding.
 */
export type UntouchedEnd = {
  exit: "stop" | "target" | "still-open";
  price: Price;
  atMs: number;
  gross: Money;
};

/**
 * Walks the candles after the entry by the conventions of `engine/matching/triggers.ts`: an open beyond a
 * level exits at the open; a candle that includes both levels exits at the stop. Candles that began before
 * the entry are left out.
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
    const isStop = (price: Price) => stop !== null && (isLong ? price <= stop : price >= stop);
    const isTarget = (price: Price) => target !== null && (isLong ? price >= target : price <= target);
    if (isStop(open)) return figure(end("stop", open));
    if (isTarget(open)) return figure(end("target", open));
    if (stop !== null && isStop(isLong ? low : high)) return figure(end("stop", stop));
    if (target !== null && isTarget(isLong ? high : low)) return figure(end("target", target));
    last = end("still-open", close);
  }
  return last === null ? noFigure("no_movement") : figure(last);
}
