import type { RunSettings } from "@/components/lab/run-settings";
import type { CandleColumns } from "@/lib/lab/candles/candle-columns";
import { DAY_MINUTES, MINUTE_MS, minutesOf } from "@/lib/lab/candles/timeframe";

/** Bars before the start, as jesse loads and reads them. */
const WARM_UP_CANDLES = 240;
/** The server's candles go back so far before a run at most, in days. */
const MOST_WARM_UP_DAYS = 5;
const SEED = 1;

/** The last `days` of the candles, or all of a file but its warm-up, in whole bars. */
export function buildRequest(settings: RunSettings, candles: CandleColumns) {
  const { symbol, timeframe, days, balance, leverage, fee } = settings;
  const minutes = minutesOf(timeframe);
  const count = candles.close.length;
  const traded = Math.min(days * DAY_MINUTES, count - Math.min(count / 2, WARM_UP_CANDLES * minutes));
  const barMs = minutes * MINUTE_MS;
  const toMs = candles.startMs + count * MINUTE_MS;
  const fromMs = Math.ceil((toMs - traded * MINUTE_MS) / barMs) * barMs;
  return {
    config: {
      type: "futures" as const,
      mode: "cross" as const,
      leverage,
      fee: fee / 100,
      balance,
      warmUpCandles: WARM_UP_CANDLES,
      routes: [{ symbol, timeframe }],
      data: [],
      hyperparameters: {},
    },
    candles: [[symbol, candles] as [string, CandleColumns]],
    fromMs,
    toMs,
    seed: SEED,
  };
}

/** Minutes of candles to load before a run. */
export function warmUpMinutes(timeframe: string): number {
  return Math.min(WARM_UP_CANDLES * minutesOf(timeframe), MOST_WARM_UP_DAYS * DAY_MINUTES);
}
