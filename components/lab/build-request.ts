import type { MoreRoute, RunSettings } from "@/components/lab/run-settings";
import type { CandleColumns } from "@/lib/lab/candles/candle-columns";
import type { FundingInstant } from "@/lib/lab/candles/candle-file";
import { DAY_MINUTES, MINUTE_MS, minutesOf } from "@/lib/lab/candles/timeframe";
import type { MarkColumn } from "@/lib/lab/run/create-simulation";
import type { VenueProfile } from "@/lib/lab/run/run-config";
import { NO_TERMS } from "@/lib/lab/run/venue-profile";

/** Bars before the start, as jesse loads and reads them. */
const WARM_UP_CANDLES = 240;
/** The server's candles go back so far before a run at most, in days. */
const MOST_WARM_UP_DAYS = 45;
const SEED = 1;

/** What is known of the venue in the time of the run, by symbol, and its rules. */
export type MarketHistory = {
  funding: ReadonlyMap<string, readonly FundingInstant[]>;
  marks: ReadonlyMap<string, MarkColumn>;
  terms: VenueProfile;
};

/**
 * The last `days` that all candles have, or all of a file but its warm-up, in whole bars of the largest
 * timeframe.
 */
export function buildRequest(
  settings: RunSettings,
  candles: ReadonlyMap<string, CandleColumns>,
  market: MarketHistory = { funding: new Map(), marks: new Map(), terms: NO_TERMS },
) {
  const { symbol, timeframe, days, balance, leverage, fee, more } = settings;
  const minutes = largestMinutes(settings);
  const all = [...candles.values()];
  const startMs = Math.max(...all.map((columns) => columns.startMs));
  const toMs = Math.min(...all.map((columns) => columns.startMs + columns.close.length * MINUTE_MS));
  const count = (toMs - startMs) / MINUTE_MS;
  const traded = Math.min(days * DAY_MINUTES, count - Math.min(count / 2, WARM_UP_CANDLES * minutes));
  const barMs = minutes * MINUTE_MS;
  const fromMs = Math.ceil((toMs - traded * MINUTE_MS) / barMs) * barMs;
  return {
    config: {
      type: "futures" as const,
      mode: "cross" as const,
      leverage,
      fee: fee / 100,
      balance,
      warmUpCandles: WARM_UP_CANDLES,
      routes: [{ symbol, timeframe }, ...more.filter(({ isData }) => !isData).map(toRoute)],
      data: more.filter(({ isData }) => isData).map(toRoute),
      planId: settings.planId === "" ? null : settings.planId,
      venue: null,
      terms: market.terms,
      hyperparameters: settings.hyperparameters,
    },
    candles: [...candles],
    funding: [...market.funding],
    marks: [...market.marks],
    chargesFunding: settings.chargesFunding,
    fromMs,
    toMs,
    seed: SEED,
  };
}

/** Minutes of candles to load before a run. */
export function warmUpMinutes(settings: Pick<RunSettings, "timeframe" | "more">): number {
  return Math.min(WARM_UP_CANDLES * largestMinutes(settings), MOST_WARM_UP_DAYS * DAY_MINUTES);
}

/** Every market of the run once, the first route's first. */
export function listMarkets({ symbol, more }: Pick<RunSettings, "symbol" | "more">): string[] {
  return [...new Set([symbol, ...more.map((route) => route.symbol)])];
}

function largestMinutes({ timeframe, more }: Pick<RunSettings, "timeframe" | "more">): number {
  return Math.max(minutesOf(timeframe), ...more.map((route) => minutesOf(route.timeframe)));
}

function toRoute({ symbol, timeframe, strategy }: MoreRoute) {
  return { symbol, timeframe, ...(strategy === "" ? {} : { strategy }) };
}
