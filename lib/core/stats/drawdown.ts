import { type Decimal, div, type Money, max, sub, ZERO } from "@/lib/core/decimal";

/** Equity at one moment, open profit included. */
export type EquityPoint = { atMs: number; equity: Money };

/**
 * The deepest fall in quote currency and the deepest as a fraction of its peak, which may be two different
 * falls. Zero when there was none.
 */
export type Drawdown = {
  amount: Money;
  fraction: Decimal;
  /** Of the deepest in money. */
  peakAtMs: number | null;
  troughAtMs: number | null;
  /** Longest time below a former peak, in ms, up to the last point. */
  longestUnderWaterMs: number;
};

/**
 * Max drawdown over the whole curve. The first point counts as a peak, so that a fall from the start is
 * included. A peak of zero or less has no fraction.
 */
export function calculateDrawdown(curve: readonly EquityPoint[]): Drawdown {
  const result: Drawdown = {
    amount: ZERO,
    fraction: ZERO,
    peakAtMs: null,
    troughAtMs: null,
    longestUnderWaterMs: 0,
  };
  let peak = curve[0];
  for (const point of curve) {
    if (peak === undefined || point.equity >= peak.equity) {
      peak = point;
      continue;
    }
    const fall = sub(peak.equity, point.equity);
    result.longestUnderWaterMs = Math.max(result.longestUnderWaterMs, point.atMs - peak.atMs);
    if (peak.equity > 0n) result.fraction = max(result.fraction, div<Decimal>(fall, peak.equity));
    if (fall <= result.amount) continue;
    result.amount = fall;
    result.peakAtMs = peak.atMs;
    result.troughAtMs = point.atMs;
  }
  return result;
}
