import { type Decimal, type Money, ONE, ratio, sub, toNumber } from "@/lib/core/decimal";
import { type Figure, figure, noFigure } from "@/lib/core/stats/figure";

/** A crypto year has 365 trading days. */
export const DAYS_A_YEAR = 365;

/** Growth over fewer days is not annualised. */
export const MIN_DAYS_OF_GROWTH = 30;
/** Values closer to each other than this part of their size differ by rounding only. */
const SAME_WITHIN = 1e-9;

/**
 * E(d)/E(d-1) - 1 for each day after the first, as fractions. Days after a balance of zero or less are left out.
 */
export function dailyReturns(balances: readonly Money[]): number[] {
  const returns: number[] = [];
  balances.forEach((balance, index) => {
    const before = balances[index - 1];
    if (before !== undefined && before > 0n)
      returns.push(toNumber(sub<Decimal>(ratio(balance, before), ONE)));
  });
  return returns;
}

/** mean / sd (ddof 1) × √365. */
export function calculateSharpe(returns: readonly number[]): Figure<number> {
  if (returns.length < 2) return noFigure("too_few_days");
  const spread = sampleDeviation(returns);
  if (isNoSpread(spread, returns)) return noFigure("no_spread");
  return figure((mean(returns) / spread) * Math.sqrt(DAYS_A_YEAR));
}

/** mean / √(Σ min(r,0)² / n) × √365; `count` divides the squares: the number of returns. */
export function calculateSortino(returns: readonly number[], count = returns.length): Figure<number> {
  if (returns.length < 2) return noFigure("too_few_days");
  const downside = downsideDeviation(returns, count);
  if (downside === 0) return noFigure("no_downside");
  return figure((mean(returns) / downside) * Math.sqrt(DAYS_A_YEAR));
}

export function downsideDeviation(returns: readonly number[], count: number): number {
  const squares = returns.reduce((total, value) => total + Math.min(value, 0) ** 2, 0);
  return Math.sqrt(squares / count);
}

/**
 * Annualised compound growth, as a fraction, from the returns of `days` days; none for fewer than `minDays`.
 */
export function calculateCagr(
  returns: readonly number[],
  days: number,
  minDays = MIN_DAYS_OF_GROWTH,
): Figure<number> {
  if (days < 1) return noFigure("too_few_days");
  if (days < minDays) return noFigure("short_history");
  const growth = returns.reduce((product, value) => product * (1 + value), 1);
  const bounded = Math.min(Math.max(growth, 1e-10), 1e10);
  return figure(bounded ** (DAYS_A_YEAR / days) - 1);
}

/** CAGR / |largest drawdown as a fraction|. */
export function calculateCalmar(cagr: Figure<number>, drawdown: number): Figure<number> {
  if (!cagr.ok) return cagr;
  return drawdown === 0 ? noFigure("no_drawdown") : figure(cagr.value / Math.abs(drawdown));
}

/**
 * Gains over losses: Σ r>0 / -Σ r<0.
 */
export function calculateOmega(returns: readonly number[]): Figure<number> {
  const losses = returns.reduce((total, value) => total + Math.min(value, 0), 0);
  const gains = returns.reduce((total, value) => total + Math.max(value, 0), 0);
  return losses === 0 ? noFigure("no_downside") : figure(gains / -losses);
}

/** Whether a deviation of `values` is only the rounding of their sum. */
export function isNoSpread(deviation: number, values: readonly number[]): boolean {
  return deviation <= SAME_WITHIN * values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}

export function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

export function sampleDeviation(values: readonly number[]): number {
  const center = mean(values);
  const squares = values.reduce((total, value) => total + (value - center) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
