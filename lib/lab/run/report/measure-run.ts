import { fromNumber, type Money } from "@/lib/core/decimal";
import { reportLikeJesse } from "@/lib/core/stats/jesse-report";
import { MINUTE_MS } from "@/lib/lab/candles/timeframe";
import type { Simulation } from "@/lib/lab/run/simulation";
import { fromUnits } from "@/lib/lab/run/units";

/** jesse's report of the run up to now (engine-reference A.10). */
export function measureRun(simulation: Simulation): Record<string, number> {
  const { config, context, trades, dailyBalances } = simulation;
  const toMoney = (value: number) => fromNumber(value) as Money;
  const endMs = context.nowMs;
  const finishing = fromUnits(simulation.draft.state.balance);
  const report = reportLikeJesse({
    trades: trades.map((trade) => ({
      type: trade.type,
      pnl: toMoney(trade.PNL),
      fee: toMoney(trade.fee),
      openedAtMs: trade.opened_at,
      closedAtMs: trade.closed_at,
    })),
    dailyBalances: dailyBalances.map(toMoney),
    startingBalance: toMoney(config.balance),
    finishingBalance: toMoney(finishing),
    startMs: endMs - simulation.done * MINUTE_MS,
    // jesse counts one minute more than it has traded.
    endMs: endMs + MINUTE_MS,
  });
  return {
    ...report,
    finishing_balance: finishing,
    total_open_trades: simulation.openTrades,
    open_pl: simulation.openProfit,
    funding: simulation.funding,
  };
}
