import { type Decimal, type Money, neg, notional, type Price, ratio, sub } from "@/lib/core/decimal";
import type { RoundTrip } from "@/lib/core/stats/round-trip";

/** Times after the exit at which the price is looked at: an hour, four hours and a day. */
export const AFTER_EXIT_MS = [3_600_000, 14_400_000, 86_400_000] as const;

/**
 * The price some time after the exit. `move` is its change since the exit as a fraction, positive where the price
 * went on in the direction of the trade; `difference` what the quantity would have made of it, before fees.
 */
export type AfterExit = { afterMs: number; price: Price; move: Decimal; difference: Money };

/**
 * What the price did after the exit, by the closes of candles of `stepMs`, ordered by time: at each time that of
 * the newest candle that had ended. A time for which there is no such candle is left out.
 */
export function measureAfterExit(
  trade: Pick<RoundTrip, "side" | "qty" | "exitPrice" | "closedAtMs">,
  candles: readonly { startMs: number; close: Price }[],
  stepMs: number,
): AfterExit[] {
  return AFTER_EXIT_MS.flatMap((afterMs) => {
    const atMs = trade.closedAtMs + afterMs;
    const candle = candles.findLast(({ startMs }) => startMs + stepMs <= atMs);
    if (candle === undefined || atMs - (candle.startMs + stepMs) >= stepMs) return [];
    const change = sub(candle.close, trade.exitPrice);
    const signed = trade.side === "long" ? change : neg(change);
    const move = ratio(signed, trade.exitPrice);
    return [{ afterMs, price: candle.close, move, difference: notional(signed, trade.qty) }];
  });
}
