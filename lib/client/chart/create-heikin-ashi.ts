import type { Bar } from "@/lib/client/chart/candle-fold";

type Prices = Pick<Bar, "startMs" | "open" | "high" | "low" | "close">;

/**
 * Averaged candles, bar by bar; with `replace` the newest one again. Close: mean of the four prices; open: mean
 * of the previous averaged open and close (of the bar's own for the first).
 */
export function createHeikinAshi(): (bar: Prices, replace: boolean) => Prices {
  let previous: Prices | null = null;
  let newest: Prices | null = null;
  return (bar, replace) => {
    if (!replace) previous = newest;
    const close = (bar.open + bar.high + bar.low + bar.close) / 4;
    const before = previous ?? bar;
    const open = (before.open + before.close) / 2;
    newest = {
      startMs: bar.startMs,
      open,
      high: Math.max(bar.high, open, close),
      low: Math.min(bar.low, open, close),
      close,
    };
    return newest;
  };
}
