import { type AlertDirection, isWanted } from "@/lib/core/alerts/alert";

/** What an alert compares at the close of one candle: the crossing value and what it crosses. */
export type IndicatorPoint = { value: number; against: number; closeMs: number };

/**
 * The first crossing between neighbouring closed candles in a direction that is waited for. Only a candle
 * that closed after `afterMs` can complete one; null without one.
 */
export function findIndicatorCross(
  points: readonly IndicatorPoint[],
  options: { direction: AlertDirection; afterMs: number },
): { way: "up" | "down"; point: IndicatorPoint } | null {
  for (let at = 1; at < points.length; at += 1) {
    const [before, now] = [points[at - 1], points[at]];
    if (!before || !now || now.closeMs <= options.afterMs) continue;
    const [was, is] = [before.value - before.against, now.value - now.against];
    const way = was < 0 && is >= 0 ? "up" : was > 0 && is <= 0 ? "down" : null;
    if (way !== null && isWanted(options.direction, way)) return { way, point: now };
  }
  return null;
}
