import { type Decimal, div, type Money, max, toNumber, ZERO } from "@/lib/core/decimal";
import { calculateDrawdown } from "@/lib/core/stats/drawdown";
import { calculateDailyReturns, type EquityMoment } from "@/lib/core/stats/equity-curve";
import { type Figure, figure, noFigure } from "@/lib/core/stats/figure";
import { calculateCagr, calculateCalmar, calculateSharpe, calculateSortino } from "@/lib/core/stats/returns";

const DAY_MS = 86_400_000;

/** Metrics of an equity curve. Amounts in quote currency; rates and ratios are plain numbers. */
export type EquityMetrics = {
  profit: Money;
  drawdown: {
    /** Deepest fall of profit from its peak, in money. */
    amount: Money;
    /** Deepest fall as a fraction of its peak, of the time-weighted worth: not necessarily the same fall. */
    fraction: Decimal;
    /** Longest time below a former peak of profit. */
    longestUnderWaterMs: number;
  };
  /** Profit ÷ `drawdown.amount`. */
  recovery: Figure<Decimal>;
  sharpe: Figure<number>;
  sortino: Figure<number>;
  cagr: Figure<number>;
  /** CAGR ÷ `drawdown.fraction`. */
  calmar: Figure<number>;
};

/**
 * Drawdown and returns of a curve; days are those of `zone`.
 *
 * @param options.closedFall the deepest fall of the closed results, in money: a lower bound for the reported
 * fall, even where the open profit of another position covered it
 */
export function measureEquityCurve(
  curve: readonly EquityMoment[],
  options: { zone: string; closedFall: Money },
): EquityMetrics {
  const ofProfit = calculateDrawdown(curve.map(({ atMs, profit }) => ({ atMs, equity: profit })));
  const { fraction } = calculateDrawdown(curve.map(({ atMs, worth }) => ({ atMs, equity: worth })));
  const amount = max(ofProfit.amount, options.closedFall);
  const profit = curve.at(-1)?.profit ?? ZERO;
  const returns = calculateDailyReturns(curve, options.zone);
  const days = ((curve.at(-1)?.atMs ?? 0) - (curve[0]?.atMs ?? 0)) / DAY_MS;
  const cagr = calculateCagr(returns, days);
  return {
    profit,
    drawdown: { amount, fraction, longestUnderWaterMs: ofProfit.longestUnderWaterMs },
    recovery: amount === 0n ? noFigure("no_drawdown") : figure(div<Decimal>(profit, amount)),
    sharpe: calculateSharpe(returns),
    sortino: calculateSortino(returns),
    cagr,
    calmar: calculateCalmar(cagr, toNumber(fraction)),
  };
}
