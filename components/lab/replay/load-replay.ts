import type { ReplaySettings } from "@/components/lab/replay/replay-settings";
import { getJson } from "@/lib/client/api/market-api";
import { loadCandles, loadMarkHistory, readCandleFile } from "@/lib/client/lab/load-candles";
import { readRiskTerms } from "@/lib/client/orders/instrument/trading-instrument";
import { findPlan } from "@/lib/core/challenge/plans";
import { parseDecimal } from "@/lib/core/decimal";
import { type CandleColumns, indexAt } from "@/lib/lab/candles/candle-columns";
import { DAY_MINUTES, MINUTE_MS } from "@/lib/lab/candles/timeframe";
import { LabError } from "@/lib/lab/lab-error";
import { buildReplayInstrument, type ReplayTerms } from "@/lib/lab/replay/build-replay-instrument";
import type { GivenTrade } from "@/lib/lab/replay/given-trade";
import { hidePrices } from "@/lib/lab/replay/hide-prices";
import type { ReplayInput } from "@/lib/lab/replay/replay";
import type { Hidden } from "@/lib/lab/replay/reveal-trade";
import type { MarkColumn } from "@/lib/lab/run/create-simulation";
import type { InstrumentsResponse, TradingCosts } from "@/lib/schemas/market/market-responses";

const DAY_MS = DAY_MINUTES * MINUTE_MS;
/** A blind replay is of one of these, as far as they are offered, and of a day not longer ago. */
const BLIND_SYMBOLS = 20;
const BLIND_DAYS = 180;
/** Minutes of a replay before the entry of a given trade. */
const BEFORE_GIVEN = 30;
/** The name of a hidden symbol. */
const HIDDEN = "BLIND";

/** A replay's input, and what a blind one hides. */
export type LoadedReplay = {
  input: ReplayInput;
  symbol: string;
  startMs: number;
  hidden: Hidden;
  given: GivenTrade | null;
  opensGiven: boolean;
};

/** Loads the candles of a replay, a day before its start included. @throws LabError or RequestError with a sentence */
export async function loadReplay(
  settings: ReplaySettings,
  options: { signal: AbortSignal; onProgress: (share: number) => void },
): Promise<LoadedReplay> {
  const { symbol, startMs } = await chooseDay(settings, options.signal);
  const range = { symbol, fromMs: startMs - DAY_MS, toMs: Math.min(endOf(settings, startMs), lastMinute()) };
  const [all, { funding, mark }] =
    settings.file === null
      ? await Promise.all([
          loadCandles(range, options),
          loadMarkHistory(range, { ...options, onProgress: () => {} }),
        ])
      : [await readCandleFile(settings.file), { funding: [], mark: null }];
  const terms = settings.file === null ? await loadTerms(symbol, options.signal) : null;
  const firstIndex = findFirst(all, startMs, settings);
  const marks = mark === null ? undefined : alignMarks(mark, all);
  const shown = settings.isBlind ? hidePrices(all, firstIndex, marks) : { columns: all, marks };
  const { columns } = shown;
  const name = settings.isBlind ? HIDDEN : symbol;
  return {
    given: settings.given,
    opensGiven: settings.opensGiven,
    symbol,
    startMs: all.startMs + firstIndex * MINUTE_MS,
    hidden: {
      movedMs: all.startMs - columns.startMs,
      scale: (columns.close[firstIndex - 1] as number) / (all.close[firstIndex - 1] as number),
    },
    input: {
      ...shown,
      firstIndex,
      funding: funding.map(({ atMs, rate }) => ({ atMs: atMs + columns.startMs - all.startMs, rate })),
      instrument: buildReplayInstrument(name, columns.close, terms),
      plan: findPlan(settings.planId),
      balance: settings.balance,
      leverage: settings.leverage,
    },
  };
}

/** The mark at the end of each candle, zero where there is none. */
function alignMarks({ startMs, close }: MarkColumn, columns: CandleColumns): Float64Array {
  const from = Math.round((columns.startMs - startMs) / MINUTE_MS);
  return columns.close.map((_, index) => close[from + index] ?? 0);
}

/** Of a given trade, a day after its exit: time to see what would have become of it. */
function endOf({ given, days }: ReplaySettings, startMs: number): number {
  return given === null ? startMs + days * DAY_MS : Math.max(given.closedAtMs, startMs) + DAY_MS;
}

async function chooseDay(settings: ReplaySettings, signal: AbortSignal) {
  if (settings.kept !== null) {
    const { symbol, startMs } = settings.kept.replay;
    return { symbol, startMs };
  }
  if (settings.given !== null) return { symbol: settings.given.symbol, startMs: startOfGiven(settings) };
  const startMs = Date.parse(settings.date);
  if (settings.file !== null || !settings.isBlind) return { symbol: settings.symbol, startMs };
  const { instruments } = await getJson<InstrumentsResponse>("/api/instruments", signal);
  const latestMs = Math.floor(Date.now() / DAY_MS) * DAY_MS - settings.days * DAY_MS;
  const old = instruments.filter(({ launchMs }) => launchMs < latestMs - BLIND_DAYS * DAY_MS);
  const offered = (old.length > 0 ? old : instruments).slice(0, BLIND_SYMBOLS);
  const symbol = offered[Math.floor(Math.random() * offered.length)]?.symbol ?? settings.symbol;
  return { symbol, startMs: latestMs - Math.floor(Math.random() * BLIND_DAYS) * DAY_MS };
}

/** The minute in which the trade was opened, or some minutes before it. */
function startOfGiven({ given, opensGiven }: ReplaySettings): number {
  // A fill at the very end of a minute is stamped with the next one's start.
  const minuteMs = Math.floor(((given?.openedAtMs ?? 0) - 1) / MINUTE_MS) * MINUTE_MS;
  return opensGiven ? minuteMs : minuteMs - BEFORE_GIVEN * MINUTE_MS;
}

/** The last whole minute: a forming candle would not be the one that is traded later. */
function lastMinute(): number {
  return Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
}

/** The minute at which trading begins: of the day, or, for a file without it, a day after its first candle. */
function findFirst(columns: CandleColumns, startMs: number, { file, isBlind }: ReplaySettings): number {
  const count = columns.close.length;
  if (file !== null && isBlind) return Math.floor(count / 4 + (Math.random() * count) / 4);
  const index = indexAt(columns, startMs);
  if (index >= 1 && index < count) return index;
  if (file !== null && count > 1) return Math.min(DAY_MINUTES, count >> 1);
  throw new LabError("There are no candles of that day. Choose a later day, or candles of your own.");
}

async function loadTerms(symbol: string, signal: AbortSignal): Promise<ReplayTerms> {
  const costs = await getJson<TradingCosts>(`/api/instruments/costs?symbol=${symbol}`, signal);
  return { makerRate: parseDecimal(costs.makerRate), ...readRiskTerms(costs) };
}
