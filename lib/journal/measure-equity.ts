import "server-only";
import { formatRounded, type Money, max, sub, ZERO } from "@/lib/core/decimal";
import { type EquityMoment, followEquity } from "@/lib/core/stats/equity-curve";
import { measureEquityCurve } from "@/lib/core/stats/equity-metrics";
import { thinCurve } from "@/lib/core/stats/thin-curve";
import type { EntrySelection } from "@/lib/db/journal/journal";
import { findEquityItems } from "@/lib/db/queries/equity-snapshots";
import { toFigureDto, toNumberDto } from "@/lib/journal/read-entry-row";
import type { EquityMetricsDto } from "@/lib/schemas/journal-responses";

/** The largest number of points of the curve in a response. */
const MAX_POINTS = 600;

/**
 * Curve, drawdown and risk-adjusted figures from the equity series, open profit included: the snapshots of
 * each quarter of an hour and of each booking. Null if the filter selects trades, since equity depends on all
 * of them.
 */
export async function measureEquity(
  selection: EntrySelection,
  zone: string,
  closedFall: Money = ZERO,
): Promise<EquityMetricsDto | null> {
  const { portfolioId, from, to, ...ofTrades } = selection.filter;
  if (Object.values(ofTrades).some((value) => value !== undefined)) return null;
  const start = Math.max(from ? Date.parse(from) : 0, selection.visibleFrom?.getTime() ?? 0);
  const items = await findEquityItems({
    userId: selection.userId,
    portfolioId,
    from: new Date(start),
    to: to ? new Date(to) : new Date(),
  });
  const curve = followEquity(items);
  const metrics = measureEquityCurve(curve, { zone, closedFall });
  const { amount, fraction, longestUnderWaterMs } = metrics.drawdown;
  return {
    curve: toCurveDto(curve),
    profit: formatRounded(metrics.profit),
    maxDrawdown: { amount: formatRounded(amount), fraction: formatRounded(fraction), longestUnderWaterMs },
    figures: {
      recovery: toFigureDto(metrics.recovery),
      sharpe: toNumberDto(metrics.sharpe),
      sortino: toNumberDto(metrics.sortino),
      cagr: toNumberDto(metrics.cagr),
      calmar: toNumberDto(metrics.calmar),
    },
  };
}

/** The curve with its fall from the peak, in as many points as a response may have. */
function toCurveDto(curve: readonly EquityMoment[]): EquityMetricsDto["curve"] {
  let peak: Money | null = null;
  const points = curve.map(({ atMs, profit }) => {
    peak = peak === null ? profit : max(peak, profit);
    return { atMs, profit, fall: sub(peak, profit) };
  });
  return thinCurve(points, MAX_POINTS, ({ fall }) => fall).map(({ atMs, profit, fall }) => ({
    at: new Date(atMs).toISOString(),
    profit: formatRounded(profit),
    drawdown: formatRounded(fall),
  }));
}
