import {
  add,
  type Decimal,
  div,
  fromNumber,
  type Money,
  max,
  mul,
  neg,
  ONE,
  sub,
  sum,
  toNumber,
  ZERO,
} from "@/lib/core/decimal";
import { type Figure, figure, noFigure } from "@/lib/core/stats/figure";
import { isNoSpread, mean, sampleDeviation } from "@/lib/core/stats/returns";
import { expectancyOf, netOf, outcomeOf, type RoundTrip, rMultiple } from "@/lib/core/stats/round-trip";

/**
 * The journal's metrics of a set of closed trades. Rates and ratios are plain decimals, amounts quote
 * currency.
 */
export type TradeMetrics = {
  count: number;
  wins: number;
  losses: number;
  breakEvens: number;
  net: Money;
  gross: Money;
  fees: Money;
  funding: Money;
  /** Wins ÷ decided trades; break-evens count in neither. */
  winRate: Figure<Decimal>;
  averageWin: Figure<Money>;
  /** Positive. */
  averageLoss: Figure<Money>;
  profitFactor: Figure<Decimal>;
  payoff: Figure<Decimal>;
  /** `expectancyOf`: average result of a trade, break-evens counted. */
  expectancy: Figure<Money>;
  /** (1 + payoff) × win rate - 1. */
  expectancyRatio: Figure<Decimal>;
  averageR: Figure<Decimal>;
  /** √N × mean(R) / sd(R); provisional below 30 trades with an R. */
  sqn: Figure<{ value: number; isProvisional: boolean }>;
  /** (WR × payoff - LR) / payoff: half of it is shown, not as advice. */
  kelly: Figure<Decimal>;
  longestWinStreak: number;
  longestLossStreak: number;
  /** Signed: wins positive. A break-even neither extends nor breaks a streak. */
  currentStreak: number;
  /** Largest day's net ÷ total net. */
  bestDayShare: Figure<Decimal>;
};

const PROVISIONAL_BELOW = 30;

/**
 * The metrics of some closed trades, in the order of their close. `nameDay` maps a booking's time to its day.
 */
export function measureTrades(
  trades: readonly RoundTrip[],
  options: { breakEvenBand: Money; nameDay: (atMs: number) => string },
): TradeMetrics {
  const closed = [...trades].sort((a, b) => a.closedAtMs - b.closedAtMs);
  const outcomes = closed.map((trade) => outcomeOf(trade, options.breakEvenBand));
  const netOfOutcome = (outcome: string) =>
    closed.filter((_, index) => outcomes[index] === outcome).map(netOf);
  const winning = netOfOutcome("win");
  const losing = netOfOutcome("loss");
  const winRate = rateOf(winning.length, winning.length + losing.length);
  const averageWin = averageOf(winning, "no_wins");
  const averageLoss = averageOf(losing.map(neg), "no_losses");
  const payoff = ratioOf(averageWin, averageLoss);
  return {
    count: closed.length,
    wins: winning.length,
    losses: losing.length,
    breakEvens: closed.length - winning.length - losing.length,
    net: sum(closed.map(netOf)),
    gross: sum(closed.map((trade) => trade.gross)),
    fees: sum(closed.map((trade) => trade.fees)),
    funding: sum(closed.map((trade) => trade.funding)),
    winRate,
    averageWin,
    averageLoss,
    profitFactor:
      losing.length === 0
        ? noFigure(closed.length === 0 ? "no_trades" : "no_losses")
        : figure(div<Decimal>(sum(winning), neg(sum(losing)))),
    payoff,
    expectancy:
      closed.length === 0 ? noFigure("no_trades") : figure(expectancyOf(closed, options.breakEvenBand)),
    expectancyRatio: both(payoff, winRate, (b, rate) => sub(mul(rate, add(ONE, b)), ONE)),
    ...measureR(closed),
    kelly: both(payoff, winRate, (b, rate) => div(sub(mul(rate, b), sub(ONE, rate)), b)),
    ...measureStreaks(outcomes),
    bestDayShare: calculateBestDayShare(closed, options.nameDay),
  };
}

/** Net profit of the trades that were closed on each day. */
export function netByDay(
  trades: readonly RoundTrip[],
  nameDay: (atMs: number) => string,
): Map<string, Money> {
  const days = new Map<string, Money>();
  for (const trade of trades) {
    const day = nameDay(trade.closedAtMs);
    days.set(day, add(days.get(day) ?? ZERO, netOf(trade)));
  }
  return days;
}

function measureR(trades: readonly RoundTrip[]): Pick<TradeMetrics, "averageR" | "sqn"> {
  const figures = trades.map(rMultiple).filter((item) => item.ok);
  const values = figures.map((item) => toNumber(item.value));
  if (figures.length === 0) {
    const why = trades.length === 0 ? "no_trades" : "no_initial_stop";
    return { averageR: noFigure(why), sqn: noFigure(why) };
  }
  const averageR = figure(div(sum(figures.map((item) => item.value)), fromNumber(figures.length)));
  if (values.length < 2) return { averageR, sqn: noFigure("too_few_trades") };
  const spread = sampleDeviation(values);
  if (isNoSpread(spread, values)) return { averageR, sqn: noFigure("no_spread") };
  const value = (Math.sqrt(values.length) * mean(values)) / spread;
  return { averageR, sqn: figure({ value, isProvisional: values.length < PROVISIONAL_BELOW }) };
}

function measureStreaks(outcomes: readonly string[]) {
  let currentStreak = 0;
  let longestWinStreak = 0;
  let longestLossStreak = 0;
  for (const outcome of outcomes) {
    if (outcome === "break-even") continue;
    const step = outcome === "win" ? 1 : -1;
    currentStreak = Math.sign(currentStreak) === step ? currentStreak + step : step;
    longestWinStreak = Math.max(longestWinStreak, currentStreak);
    longestLossStreak = Math.max(longestLossStreak, -currentStreak);
  }
  return { longestWinStreak, longestLossStreak, currentStreak };
}

function calculateBestDayShare(
  trades: readonly RoundTrip[],
  nameDay: (atMs: number) => string,
): Figure<Decimal> {
  const total = sum(trades.map(netOf));
  if (trades.length === 0) return noFigure("no_trades");
  if (total <= 0n) return noFigure("no_profit");
  const best = [...netByDay(trades, nameDay).values()].reduce((a, b) => max(a, b));
  return figure(div<Decimal>(best, total));
}

function rateOf(part: number, whole: number): Figure<Decimal> {
  return whole === 0 ? noFigure("none_decided") : figure(div(fromNumber(part), fromNumber(whole)));
}

function averageOf(values: readonly Money[], why: "no_wins" | "no_losses"): Figure<Money> {
  return values.length === 0 ? noFigure(why) : figure(div(sum(values), fromNumber(values.length)));
}

function ratioOf(a: Figure<Money>, b: Figure<Money>): Figure<Decimal> {
  if (!a.ok) return a;
  return b.ok ? figure(div<Decimal>(a.value, b.value)) : b;
}

function both(
  a: Figure<Decimal>,
  b: Figure<Decimal>,
  combine: (a: Decimal, b: Decimal) => Decimal,
): Figure<Decimal> {
  if (!a.ok) return a;
  return b.ok ? figure(combine(a.value, b.value)) : b;
}
