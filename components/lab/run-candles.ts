import { listMarkets, type MarketHistory, warmUpMinutes } from "@/components/lab/build-request";
import type { RunSettings } from "@/components/lab/run-settings";
import { type CandleStep, loadCandles, loadMarkHistory, readCandleFile } from "@/lib/client/lab/load-candles";
import { loadTerms } from "@/lib/client/lab/load-terms";
import type { CandleColumns } from "@/lib/lab/candles/candle-columns";
import { DAY_MINUTES, MINUTE_MS } from "@/lib/lab/candles/timeframe";
import type { VenueProfile } from "@/lib/lab/run/run-config";

/** The candles of a task by market, and the venue's rules. */
export type Candles = { columns: ReadonlyMap<string, CandleColumns>; terms: VenueProfile };
type History = Pick<MarketHistory, "funding" | "marks">;

/** Called as more candles are known: the venue's rules may still be on their way. */
export type OnStep = (step: CandleStep, terms: Promise<VenueProfile>) => Promise<void>;

type Loading = { signal: AbortSignal; onProgress: (share: number) => void };

/** What the last task had: the next one over the same period needs no request. */
let kept: { key: string; file: File | null; candles: Candles; history: History | null } | null = null;

/** Whether the candles are here already. */
export function hasCandles(settings: RunSettings): boolean {
  return kept?.key === nameRange(settings) && kept.file === settings.file;
}

/** The candles of a task: the last one's, of the visitor's file, or loaded. `onStep` is for a single market. */
export async function findRunCandles(
  settings: RunSettings,
  { signal, onProgress, onStep }: Loading & { onStep?: OnStep },
): Promise<Candles> {
  if (kept !== null && hasCandles(settings)) return kept.candles;
  const { file } = settings;
  const markets = listMarkets(settings);
  const columns = new Map<string, CandleColumns>();
  const terms = loadTerms(markets, signal);
  let range = findRange(settings);
  for (const [index, symbol] of markets.entries()) {
    if (index === 0 && file !== null) {
      const own = await readCandleFile(file);
      // Other markets are loaded for the period of the file.
      range = rangeOf(own);
      columns.set(symbol, own);
      continue;
    }
    const loaded = await loadCandles(
      { symbol, ...range },
      {
        signal,
        onProgress: (share) => onProgress((index + share) / markets.length),
        onStep: async (step) => onStep?.(step, terms),
      },
    );
    columns.set(symbol, loaded);
  }
  const candles: Candles = { columns, terms: await terms };
  kept = { key: nameRange(settings), file, candles, history: null };
  return candles;
}

/** Funding and marks of the time of the candles; a file of the visitor's has none. */
export async function findRunHistory(
  settings: RunSettings,
  { columns }: Candles,
  { signal, onProgress }: Loading,
): Promise<History> {
  if (kept?.candles.columns === columns && kept.history !== null) return kept.history;
  const [funding, marks] = [new Map(), new Map()];
  const loaded = [...columns].slice(settings.file === null ? 0 : 1);
  for (const [index, [symbol, candles]] of loaded.entries()) {
    const report = (share: number) => onProgress((index + share) / loaded.length);
    const history = await loadMarkHistory({ symbol, ...rangeOf(candles) }, { signal, onProgress: report });
    funding.set(symbol, history.funding);
    if (history.mark !== null) marks.set(symbol, history.mark);
  }
  const history = { funding, marks };
  if (kept?.candles.columns === columns) kept.history = history;
  return history;
}

/** The last whole days, with the bars before them. */
function findRange(settings: RunSettings): { fromMs: number; toMs: number } {
  const dayMs = DAY_MINUTES * MINUTE_MS;
  const toMs = Math.floor(Date.now() / dayMs) * dayMs;
  return { fromMs: toMs - settings.days * dayMs - warmUpMinutes(settings) * MINUTE_MS, toMs };
}

function nameRange(settings: RunSettings): string {
  const { fromMs, toMs } = findRange(settings);
  return [...listMarkets(settings), fromMs, toMs].join(" ");
}

function rangeOf({ startMs, close }: CandleColumns): { fromMs: number; toMs: number } {
  return { fromMs: startMs, toMs: startMs + close.length * MINUTE_MS };
}
