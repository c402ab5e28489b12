import "server-only";
import { add, div, formatDecimal, fromNumber, type Money, max, sub, ZERO } from "@/lib/core/decimal";
import { findDrawdown } from "@/lib/core/stats/drawdown";
import { type EquityMoment, findDailyReturns, followEquity } from "@/lib/core/stats/equity-curve";
import { type Figure, figure, noFigure } from "@/lib/core/stats/figure";
import { findCagr, findCalmar, findSharpe, findSortino } from "@/lib/core/stats/returns";
import { nameDay } from "@/lib/core/time-zone";
import { findEquityItems } from "@/lib/db/equity-snapshots";
import type { EntrySelection } from "@/lib/db/journal";
import { describeFigure } from "@/lib/journal/read-entry-row";
import type { EquityMetricsDto } from "@/lib/schemas/journal-answers";

const DAY_MS = 86_400_000;
/** Points of the curve that travel. */
const MAX_POINTS = 600;

/**
 * Curve, drawdown and risk-adjusted figures from equity as it was noted every quarter of an hour, open profit included.
 * Null where the filter picks trades: equity belongs to all of them.
 */
export async function measureEquity(
  selection: EntrySelection,
  zone: string,
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
  const first = curve[0]?.equity ?? ZERO;
  // A later portfolio adds capital; the fall is a part of what trading had made of the first.
  const worth = curve.map(({ atMs, profit }) => ({ atMs, equity: add<Money>(first, profit) }));
  const drawdown = findDrawdown(worth);
  const profit = curve.at(-1)?.profit ?? ZERO;
  const returns = findDailyReturns(curve, (atMs) => nameDay(atMs, zone));
  const days = ((curve.at(-1)?.atMs ?? 0) - (curve[0]?.atMs ?? 0)) / DAY_MS;
  const recovery: Figure<Money> =
    drawdown.amount === 0n ? noFigure("no_drawdown") : figure(div(profit, drawdown.amount));
  return {
    curve: thin(curve),
    profit: formatDecimal(profit),
    maxDrawdown: {
      amount: formatDecimal(drawdown.amount),
      fraction: formatDecimal(drawdown.fraction),
      longestUnderWaterMs: drawdown.longestUnderWaterMs,
    },
    figures: {
      recovery: describeFigure(recovery),
      sharpe: describeNumber(findSharpe(returns)),
      sortino: describeNumber(findSortino(returns)),
      calmar: describeNumber(findCalmar(findCagr(returns, days), Number(formatDecimal(drawdown.fraction)))),
    },
  };
}

function describeNumber(value: Figure<number>) {
  return describeFigure(value.ok ? figure(fromNumber(value.value)) : value);
}

/** At most so many points; of those left out, the deepest fall of each stretch is the one that stays. */
function thin(curve: readonly EquityMoment[]): EquityMetricsDto["curve"] {
  let peak: Money | null = null;
  const points = curve.map(({ atMs, profit }) => {
    peak = peak === null ? profit : max(peak, profit);
    return { atMs, profit, fall: sub(peak, profit) };
  });
  const step = Math.ceil(points.length / MAX_POINTS);
  const kept = points.flatMap((_, index) => {
    if (index % step !== 0) return [];
    return [
      points.slice(index, index + step).reduce((deepest, one) => (one.fall > deepest.fall ? one : deepest)),
    ];
  });
  return kept.map(({ atMs, profit, fall }) => ({
    at: new Date(atMs).toISOString(),
    profit: formatDecimal(profit),
    drawdown: formatDecimal(fall),
  }));
}
