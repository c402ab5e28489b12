import { type Decimal, div, fromNumber, type Money } from "@/lib/core/decimal";
import { type Figure, figure, noFigure } from "@/lib/core/stats/figure";
import { netOf, type RoundTrip } from "@/lib/core/stats/round-trip";
import { measureTrades } from "@/lib/core/stats/trade-metrics";

/** What is compared; a name of `journal.figures`. */
export const COMPARED_FIGURES = ["trades", "net", "fees", "winRate", "expectancy"] as const;
export type ComparedFigure = (typeof COMPARED_FIGURES)[number];

/** One figure of a week, and of the weeks before. */
export type ComparedWeek = { name: ComparedFigure; week: Figure<Decimal>; before: Figure<Decimal> };

/**
 * A week beside the `weeks` weeks before it: of sums the mean of a week, of rates that of all their trades together.
 * Without a week before there is nothing to compare with.
 */
export function compareWeek(
  trades: readonly RoundTrip[],
  before: { trades: readonly RoundTrip[]; weeks: number },
  breakEvenBand: Money,
): ComparedWeek[] {
  const own = measure(trades, 1, breakEvenBand);
  const mean = before.weeks === 0 ? null : measure(before.trades, before.weeks, breakEvenBand);
  return COMPARED_FIGURES.map((name) => ({
    name,
    week: own[name],
    before: mean?.[name] ?? noFigure("no_week_before"),
  }));
}

/** The trades with the highest and the lowest net result; `worst` is null where they are the same one. */
export function findExtremes<T extends RoundTrip>(trades: readonly T[]): { best: T | null; worst: T | null } {
  const [first, ...others] = trades;
  if (first === undefined) return { best: null, worst: null };
  const best = others.reduce((top, one) => (netOf(one) > netOf(top) ? one : top), first);
  const worst = others.reduce((low, one) => (netOf(one) < netOf(low) ? one : low), first);
  return { best, worst: worst === best ? null : worst };
}

function measure(
  trades: readonly RoundTrip[],
  weeks: number,
  breakEvenBand: Money,
): Record<ComparedFigure, Figure<Decimal>> {
  const metrics = measureTrades(trades, { breakEvenBand, nameDay: String });
  const ofWeek = (total: Decimal) => figure(div<Decimal>(total, fromNumber(weeks)));
  return {
    trades: ofWeek(fromNumber(metrics.count)),
    net: ofWeek(metrics.net),
    fees: ofWeek(metrics.fees),
    winRate: metrics.winRate,
    expectancy: metrics.expectancy,
  };
}
