import { MINUTE_MS } from "@/lib/lab/candles/timeframe";
import type { RunInput } from "@/lib/lab/run/create-simulation";
import { runBacktest } from "@/lib/lab/run/run-backtest";
import type { Simulation } from "@/lib/lab/run/simulation";
import type { ClosedTrade } from "@/lib/lab/strategy/submitted-order";

/** A price or a quantity that differs by less, as a part of itself, is the same. */
const TOLERANCE = 1e-4;

/** A run with more warm-up: bars asked for, minutes found, trades, and how many of them differ. */
export type WarmUpRow = { warmUpCandles: number; minutes: number; trades: number; changed: number };

/** Runs again with two and four times the warm-up and counts the trades that change. */
export function measureWarmUp(
  input: RunInput,
  whole: Simulation,
  run: (input: RunInput) => Simulation = runBacktest,
): WarmUpRow[] {
  const usual = input.config.warmUpCandles;
  const known = new Map(whole.trades.map((trade) => [nameOf(trade), trade]));
  return [1, 2, 4].map((factor) => {
    const warmUpCandles = usual * factor;
    const made = factor === 1 ? whole : run({ ...input, config: { ...input.config, warmUpCandles } });
    const same = made.trades.filter((trade) => isSame(trade, known.get(nameOf(trade)))).length;
    const changed = Math.max(made.trades.length, whole.trades.length) - same;
    return { warmUpCandles, minutes: warmUpMinutes(made, input), trades: made.trades.length, changed };
  });
}

function warmUpMinutes({ feeds }: Simulation, { fromMs }: RunInput): number {
  const startMs = feeds[0]?.store.columns.startMs ?? fromMs;
  return (fromMs - startMs) / MINUTE_MS;
}

function nameOf({ symbol, type, opened_at, closed_at }: ClosedTrade): string {
  return [symbol, type, opened_at, closed_at].join(" ");
}

/** An indicator's seed fades: what it leaves in the last digits is no other trade. */
function isSame(trade: ClosedTrade, other: ClosedTrade | undefined): boolean {
  if (other === undefined) return false;
  return (["entry_price", "exit_price", "qty"] as const).every(
    (name) => Math.abs(trade[name] - other[name]) <= TOLERANCE * Math.abs(other[name]),
  );
}
