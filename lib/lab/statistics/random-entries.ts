import type { CandleColumns } from "@/lib/lab/candles/candle-columns";

/** A closed trade as the benchmark needs it; `fromIndex` and `toIndex` are minutes of the candles. */
export type BenchmarkTrade = { side: 1 | -1; value: number; fromIndex: number; toIndex: number };

/** `actual` and the runs are net profits, quote currency; `p` is the chance of the actual one by random entries. */
export type RandomEntries = { actual: number; median: number; p: number; runs: number };

/**
 * The same trades entered at random minutes: each keeps side, value and length, and pays `feeRate` on both
 * sides. Prices are the closes from `firstIndex` on, for the actual trades too, so that only the moment of
 * entry differs.
 */
export function compareRandomEntries(
  { close }: Pick<CandleColumns, "close">,
  trades: readonly BenchmarkTrade[],
  options: { firstIndex: number; feeRate: number; runs: number; random: () => number },
): RandomEntries {
  const { firstIndex, feeRate, runs, random } = options;
  const profitOf = ({ side, value }: BenchmarkTrade, from: number, to: number) => {
    const ratio = (close[to] as number) / (close[from] as number);
    return value * (side * (ratio - 1) - feeRate * (1 + ratio));
  };
  const actual = trades.reduce((sum, trade) => sum + profitOf(trade, trade.fromIndex, trade.toIndex), 0);
  const profits = Array.from({ length: runs }, () =>
    trades.reduce((sum, trade) => {
      const length = trade.toIndex - trade.fromIndex;
      const latest = close.length - 1 - length;
      const from = firstIndex + Math.floor(random() * (latest - firstIndex + 1));
      return sum + profitOf(trade, from, from + length);
    }, 0),
  ).sort((a, b) => a - b);
  const asGood = profits.filter((profit) => profit >= actual).length;
  return { actual, median: profits[runs >> 1] ?? Number.NaN, p: (1 + asGood) / (1 + runs), runs };
}
