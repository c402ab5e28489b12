import { fetchCandlePage } from "@/lib/client/api/market-api";
import { fetchCandleFile } from "@/lib/client/lab/fetch-candle-file";
import {
  type CandleColumns,
  type CandleRow,
  indexAt,
  joinColumns,
  sliceColumns,
  toColumns,
} from "@/lib/lab/candles/candle-columns";
import type { CandleFile, FundingInstant } from "@/lib/lab/candles/candle-file";
import { listPeriods, type Period } from "@/lib/lab/candles/list-periods";
import { parseCandlesCsv } from "@/lib/lab/candles/parse-candles-csv";
import { DAY_MINUTES, MINUTE_MS } from "@/lib/lab/candles/timeframe";
import type { MarkColumn } from "@/lib/lab/run/create-simulation";

/** The API's largest page. */
const PAGE = 1_000;

/** Files that are requested at once: a year is a dozen months and up to thirty days. */
const CONCURRENT = 8;
/** The file of a day is requested so long after its end, in ms: later than the server makes it. */
const FILE_AFTER_MS = 900_000;

type Range = { symbol: string; fromMs: number; toMs: number };
type Options = { signal: AbortSignal; onProgress: (share: number) => void };

/**
 * One-minute candles of our own server from `fromMs` up to `toMs`, not included; fewer where the market is
 * younger. Months and days that have ended come as files, which this browser keeps. `onProgress` gets the
 * share that has been loaded. Throws `RequestError` or the signal's reason.
 */
export async function loadCandles(range: Range, options: Options): Promise<CandleColumns> {
  return (await loadMarket(range, options)).columns;
}

/** Candles with the funding and the marks that the files have: none of the running day. */
export type LoadedCandles = { columns: CandleColumns; funding: FundingInstant[]; mark: MarkColumn | null };

/** As `loadCandles`, with funding and marks. */
export async function loadMarket(range: Range, options: Options): Promise<LoadedCandles> {
  const files = await loadFiles(range, options);
  const parts = files.map(({ columns }) => columns);
  const last = parts.at(-1);
  const fromMs = last === undefined ? range.fromMs : last.startMs + last.close.length * MINUTE_MS;
  const rows = await loadPages({ ...range, fromMs }, options);
  if (rows.length > 0) parts.push(toColumns(rows));
  return {
    columns: cutTo(joinColumns(parts), range),
    funding: files.flatMap(listInstants),
    mark: joinMarks(files),
  };
}

/** The marks of all files; zero where there is none. */
function joinMarks(files: readonly CandleFile[]): MarkColumn | null {
  const [first, last] = [files[0]?.columns, files.at(-1)?.columns];
  if (first === undefined || last === undefined) return null;
  const close = new Float64Array(indexAt(first, last.startMs) + last.close.length);
  for (const { columns, mark } of files) close.set(mark, indexAt(first, columns.startMs));
  return { startMs: first.startMs, close };
}

/** Funding with the mark at the end of the minute before it. */
function listInstants({ columns, mark, funding }: CandleFile): FundingInstant[] {
  return funding.map(({ atMs, rate }) => ({
    atMs,
    rate,
    mark: mark[Math.max(0, indexAt(columns, atMs) - 1)] ?? null,
  }));
}

/** What the files have of the range; a market that is younger than one of them begins after it. */
async function loadFiles(range: Range, { signal, onProgress }: Options): Promise<CandleFile[]> {
  // Less than a day is a page or two.
  if (range.toMs - range.fromMs < DAY_MINUTES * MINUTE_MS) return [];
  const periods = listPeriods(range, Date.now() - FILE_AFTER_MS);
  const files: (CandleFile | null)[] = periods.map(() => null);
  let [next, loaded] = [0, 0];
  const loadNext = async () => {
    for (let index = next++; index < periods.length; index = next++) {
      files[index] = await fetchCandleFile(range.symbol, periods[index] as Period, signal);
      loaded += 1;
      onProgress(loaded / periods.length);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, loadNext));
  return files.slice(files.lastIndexOf(null) + 1) as CandleFile[];
}

async function loadPages(range: Range, options: Options): Promise<CandleRow[]> {
  const rows: CandleRow[] = [];
  for (let beforeMs = range.toMs; beforeMs > range.fromMs; ) {
    const limit = Math.min(PAGE, (beforeMs - range.fromMs) / MINUTE_MS);
    const query = { symbol: range.symbol, interval: "1" as const, beforeMs, limit };
    const { candles, end } = await fetchCandlePage(query, options.signal);
    for (const candle of candles) rows.push(toRow(candle));
    const first = candles[0]?.startMs;
    if (end || first === undefined) break;
    beforeMs = first;
    options.onProgress((range.toMs - beforeMs) / (range.toMs - range.fromMs));
  }
  return rows.filter(({ time }) => time >= range.fromMs);
}

function cutTo(columns: CandleColumns, range: Range): CandleColumns {
  const clamp = (index: number) => Math.min(columns.close.length, Math.max(0, index));
  return sliceColumns(columns, clamp(indexAt(columns, range.fromMs)), clamp(indexAt(columns, range.toMs)));
}

/** Candles of a CSV file, also one compressed with gzip. @throws LabError for a file that is none */
export async function readCandleFile(file: File): Promise<CandleColumns> {
  const isGzip = file.name.endsWith(".gz");
  const stream = isGzip ? file.stream().pipeThrough(new DecompressionStream("gzip")) : file.stream();
  return parseCandlesCsv(await new Response(stream).text());
}

function toRow(candle: {
  startMs: number;
  open: string;
  high: string;
  low: string;
  close: string;
  volume: string;
}) {
  const { startMs: time, open, high, low, close, volume } = candle;
  return {
    time,
    open: Number(open),
    high: Number(high),
    low: Number(low),
    close: Number(close),
    volume: Number(volume),
  };
}
