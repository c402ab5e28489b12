import { type Money, sub, sum, toNumber } from "@/lib/core/decimal";
import {
  calculateCagr,
  calculateOmega,
  calculateSharpe,
  DAYS_A_YEAR,
  dailyReturns,
  downsideDeviation,
  mean,
} from "@/lib/core/stats/returns";

/** A closed trade as jesse's report reads it; `pnl` is net, in quote currency. */
export type ReportTrade = {
  type: "long" | "short";
  pnl: Money;
  fee: Money;
  openedAtMs: number;
  closedAtMs: number;
};

const DAY_MS = 86_400_000;

/** jesse's backtest report (engine-reference A.10), its odd definitions included; NaN where jesse has none. */
export function reportLikeJesse(input: {
  trades: readonly ReportTrade[];
  dailyBalances: readonly Money[];
  startingBalance: Money;
  finishingBalance: Money;
  startMs: number;
  endMs: number;
}) {
  const { trades } = input;
  if (trades.length === 0) return { total: 0, win_rate: 0, net_profit_percentage: 0 };
  const starting = toNumber(input.startingBalance);
  const profits = trades.map((trade) => toNumber(trade.pnl));
  const wins = profits.filter((pnl) => pnl > 0);
  const losses = profits.filter((pnl) => pnl < 0);
  const winRate = wins.length === 0 ? 0 : wins.length / (wins.length + losses.length);
  const averageWin = mean(wins);
  const averageLoss = Math.abs(mean(losses));
  const expectancy = (averageWin || 0) * winRate - (averageLoss || 0) * (1 - winRate);
  const longs = trades.filter((trade) => trade.type === "long");
  const longShare = (longs.length / trades.length) * 100;
  const net = sum(trades.map((trade) => trade.pnl));
  const tradesADay = trades.length / ((input.endMs - input.startMs) / DAY_MS);
  return {
    total: trades.length,
    total_winning_trades: wins.length,
    total_losing_trades: losses.length,
    starting_balance: starting,
    finishing_balance: toNumber(input.finishingBalance),
    win_rate: winRate,
    win_rate_longs: winRateOf(longs),
    win_rate_shorts: winRateOf(trades.filter((trade) => trade.type === "short")),
    ratio_avg_win_loss: averageWin / averageLoss,
    longs_count: longs.length,
    longs_percentage: longShare,
    shorts_percentage: 100 - longShare,
    shorts_count: trades.length - longs.length,
    fee: toNumber(sum(trades.map((trade) => trade.fee))),
    net_profit: toNumber(net),
    net_profit_percentage: (toNumber(net) / starting) * 100,
    average_win: averageWin,
    average_loss: averageLoss,
    expectancy,
    expectancy_percentage: (expectancy / starting) * 100,
    expected_net_profit_every_100_trades: (expectancy / starting) * 10_000,
    average_holding_period: averageHolding(trades),
    average_winning_holding_period: averageHolding(trades.filter((trade) => trade.pnl > 0n)),
    average_losing_holding_period: averageHolding(trades.filter((trade) => trade.pnl < 0n)),
    gross_profit: total(wins),
    gross_loss: total(losses),
    ...measureCurve(input.dailyBalances),
    total_open_trades: 0,
    open_pl: 0,
    ...measureStreaks(profits),
    largest_losing_trade: Math.min(0, ...losses),
    largest_winning_trade: Math.max(0, ...wins),
    avg_trades_per_day: tradesADay,
    avg_trades_per_week: tradesADay * 7,
    avg_trades_per_month: tradesADay * 30.44,
  };
}

function measureCurve(balances: readonly Money[]) {
  const returns = dailyReturns(balances);
  const drawdown = drawdownFromFirstReturn(returns);
  const cagr = calculateCagr(returns, balances.length - 1, 1);
  const growth = cagr.ok ? cagr.value : Number.NaN;
  const sharpe = calculateSharpe(returns);
  const omega = calculateOmega(returns);
  return {
    max_drawdown: drawdown * 100,
    max_underwater_period: longestUnderWater(balances),
    annual_return: growth * 100,
    sharpe_ratio: sharpe.ok ? sharpe.value : Number.NaN,
    calmar_ratio: drawdown === 0 ? 0 : growth / Math.abs(drawdown),
    sortino_ratio: sortinoOverBalances(returns, balances.length),
    omega_ratio: omega.ok ? omega.value : Number.NaN,
  };
}

/** jesse divides the squares by the number of balances, one more than there are returns. */
function sortinoOverBalances(returns: readonly number[], count: number): number {
  const downside = downsideDeviation(returns, count);
  const average = mean(returns);
  if (downside === 0) return average > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return (average / downside) * Math.sqrt(DAYS_A_YEAR);
}

/** Peaks begin at the first return, so that a fall from the first balance itself does not count. */
function drawdownFromFirstReturn(returns: readonly number[]): number {
  let level = 1;
  let peak = Number.NEGATIVE_INFINITY;
  let deepest = 0;
  for (const value of returns) {
    level *= 1 + value;
    peak = Math.max(peak, level);
    deepest = Math.min(deepest, level / peak - 1);
  }
  return deepest;
}

/** Longest run of days below the previous peak; the first balance counts as one. */
function longestUnderWater(balances: readonly Money[]): number {
  let peak = balances[0];
  let run = 0;
  let longest = 0;
  for (const balance of balances) {
    if (peak === undefined || sub(balance, peak) >= 0n) {
      peak = balance;
      run = 0;
    } else run += 1;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** Signed run lengths of wins and losses; a trade without profit or loss resets them. */
function measureStreaks(profits: readonly number[]) {
  let current = 0;
  let best = 0;
  let worst = 0;
  for (const pnl of profits) {
    const step = Math.sign(pnl);
    current = step !== 0 && Math.sign(current) === step ? current + step : step;
    best = Math.max(best, current);
    worst = Math.min(worst, current);
  }
  return { winning_streak: best, losing_streak: Math.abs(worst), current_streak: current };
}

function winRateOf(trades: readonly ReportTrade[]): number {
  const wins = trades.filter((trade) => trade.pnl > 0n).length;
  const losses = trades.filter((trade) => trade.pnl < 0n).length;
  return wins === 0 ? 0 : wins / (wins + losses);
}

/** Seconds; NaN without trades. */
function averageHolding(trades: readonly ReportTrade[]): number {
  return mean(trades.map((trade) => (trade.closedAtMs - trade.openedAtMs) / 1_000));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
