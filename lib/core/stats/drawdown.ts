import { type Decimal, div, type Money, sub, ZERO } from "@/lib/core/decimal";

/** Equity at one moment, open profit included. */
export type EquityPoint = { atMs: number; equity: Money };

/** The deepest fall from a peak, in quote currency and as a fraction of that peak; zero when there was none. */
export type Drawdown = {
  amount: Money;
  fraction: Decimal;
  peakAtMs: number | null;
  troughAtMs: number | null;
  /** Longest time below a former peak, in ms, up to the last point. */
  longestUnderWaterMs: number;
};

/**
 * Max drawdown over the whole curve. The first point counts as a peak, so that a fall from the start is seen.
 * The deepest fall is picked by amount; its fraction is of its own peak.
 */
export function findDrawdown(curve: readonly EquityPoint[]): Drawdown {
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
    if (fall <= result.amount) continue;
    result.amount = fall;
    result.fraction = peak.equity > 0n ? div<Decimal>(fall, peak.equity) : ZERO;
    result.peakAtMs = peak.atMs;
    result.troughAtMs = point.atMs;
  }
  return result;
}

/** The equity at the end of each day, by the day's name; `nameDay` decides the zone. Days come in order. */
export function pickDailyCloses(
  curve: readonly EquityPoint[],
  nameDay: (atMs: number) => string,
): { day: string; equity: Money }[] {
  const closes = new Map<string, Money>();
  for (const point of curve) closes.set(nameDay(point.atMs), point.equity);
  return [...closes].map(([day, equity]) => ({ day, equity }));
}
