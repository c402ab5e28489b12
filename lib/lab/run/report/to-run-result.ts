import { PLANS } from "@/lib/core/challenge/plans";
import type { Sha256 } from "@/lib/core/proof/merkle";
import { MINUTE_MS } from "@/lib/lab/candles/timeframe";
import { evaluatePlans, type PlanResult } from "@/lib/lab/plans/evaluate-plans";
import { measureRun } from "@/lib/lab/run/report/measure-run";
import type { Simulation } from "@/lib/lab/run/simulation";
import type { ClosedTrade } from "@/lib/lab/strategy/submitted-order";

/** The columns of a recorded run's trades, in order. */
export const TRADE_COLUMNS = [
  "symbol",
  "type",
  "entry_price",
  "exit_price",
  "qty",
  "fee",
  "PNL",
  "opened_at",
  "closed_at",
  "orders",
] as const satisfies readonly (keyof ClosedTrade)[];

const SUMMARY = [
  "total",
  "total_winning_trades",
  "total_losing_trades",
  "longs_count",
  "shorts_count",
  "net_profit",
  "finishing_balance",
  "fee",
  "gross_profit",
  "gross_loss",
  "max_drawdown",
  "total_open_trades",
  "open_pl",
] as const;
/** What jesse's regression tests hash of a trade, in order. */
const HASHED = [
  "symbol",
  "type",
  "entry_price",
  "exit_price",
  "qty",
  "fee",
  "PNL",
  "opened_at",
  "closed_at",
  "holding_period",
] as const satisfies readonly (keyof ClosedTrade)[];
const MOST_SHARED = 0.1;
const WHOLE_NUMBERS = ["orders"];
/** Raised with every change of the runner that may change a result. */
const ENGINE_VERSION = "lab-3";

export type RunResult = {
  summary: Record<string, number | string>;
  metrics: Record<string, number>;
  columns: readonly string[];
  trades: (string | number)[][];
  daily: readonly number[];
  /** When trading began, ms. */
  startMs: number;
  logs: Simulation["logs"];
  lines: { chart: string | null; title: string; points: { time: number; value: number }[] }[];
  /** What each challenge plan would have said; empty where equity was not recorded. */
  plans: PlanResult[];
  /** First open to last close of the first route's symbol, percent. */
  buyAndHold: number;
  /** Fills inside a minute that another fill of the symbol shares, as a fraction of all. */
  sharedFills: number;
  /** SHA-256 over code, settings, candles, version and trades: equal where the run is equal. */
  fingerprint: string;
};

/** The run's result in the fields of a recorded run. `inputs` are texts that the fingerprint also covers. */
export async function toRunResult(
  simulation: Simulation,
  { inputs, sha256 }: { inputs: readonly string[]; sha256: Sha256 },
): Promise<RunResult> {
  const metrics = measureRun(simulation);
  const { trades, dailyBalances, logs, fills } = simulation;
  const orders = trades.reduce((total, trade) => total + trade.orders, 0);
  const hash = (await sha256(trades.map(hashedText).join(""))).slice(0, 16);
  const summary = Object.fromEntries(SUMMARY.map((name) => [name, roundSix(metrics[name] ?? 0)]));
  return {
    summary: {
      ...summary,
      hash,
      days: dailyBalances.length,
      trades: trades.length,
      orders_in_trades: orders,
    },
    metrics,
    columns: TRADE_COLUMNS,
    trades: trades.map((trade) => TRADE_COLUMNS.map((column) => trade[column])),
    daily: dailyBalances,
    startMs: startOf(simulation),
    logs,
    lines: [...simulation.lines.values()],
    plans: evaluate(simulation),
    buyAndHold: measureBuyAndHold(simulation),
    sharedFills: fills.all === 0 ? 0 : fills.shared / fills.all,
    fingerprint: await sha256([ENGINE_VERSION, ...inputs, hash, dailyBalances.join()].join("\n")),
  };
}

/** Whether so many fills share a minute that its assumed path decides the result. */
export function isPathAssumed({ sharedFills }: Pick<RunResult, "sharedFills">): boolean {
  return sharedFills > MOST_SHARED;
}

function evaluate(simulation: Simulation): PlanResult[] {
  if (simulation.equity === null) return [];
  return evaluatePlans(PLANS, { track: simulation.equity, startMs: startOf(simulation) });
}

function startOf({ context, done }: Simulation): number {
  return context.nowMs - done * MINUTE_MS;
}

function measureBuyAndHold({ feeds }: Simulation): number {
  const [feed] = feeds;
  const { open, close } = feed?.store.columns ?? { open: [], close: [] };
  return ((close.at(-1) ?? Number.NaN) / (open[feed?.firstIndex ?? 0] ?? Number.NaN) - 1) * 100;
}

/** As Python prints it: text as it is, numbers to six places. */
function hashedText(trade: ClosedTrade): string {
  const fields = HASHED.map((name) => {
    const value = trade[name];
    const isText = typeof value === "string" || WHOLE_NUMBERS.includes(name);
    return `${name}=${isText ? value : value.toFixed(6)};`;
  });
  return `${fields.join("")}orders=${trade.orders};`;
}

function roundSix(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
