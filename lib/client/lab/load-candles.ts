import { fetchCandlePage } from "@/lib/client/api/market-api";
import { fetchCandlePart, fetchMarkPart } from "@/lib/client/lab/fetch-candle-file";
import {
  addPart,
  type CandleColumns,
  type CandleRow,
  createColumns,
  indexAt,
  sliceColumns,
  toColumns,
} from "@/lib/lab/candles/candle-columns";
import type { FundingInstant, MarkFile } from "@/lib/lab/candles/candle-file";
import { listPeriods, type Period } from "@/lib/lab/candles/list-periods";
import { parseCandlesCsv } from "@/lib/lab/candles/parse-candles-csv";
import { DAY_MINUTES, MINUTE_MS } from "@/lib/lab/candles/timeframe";
import { LabError } from "@/lib/lab/lab-error";
import type { MarkColumn } from "@/lib/lab/run/create-simulation";

/** The API's largest page. */
const PAGE = 1_000;

/** Files that are requested at once: a year is a dozen months and up to thirty days. */
const CONCURRENT = 8;
/** The file of a day is requested so long after its end, in ms: later than the server makes it. */
const FILE_AFTER_MS = 900_000;

type Range = { symbol: string; fromMs: number; toMs: number };
type Options = { signal: AbortSignal; onProgress: (share: number) => void };

/** Candles up to the end of their range, of which those before index `to` are known, the last from `from` on. */
export type CandleStep = { columns: CandleColumns; from: number; to: number };

/**
 * One-minute candles of our own server from `fromMs` up to `toMs`, not included; fewer where the market is
 * younger. Months and days that have ended come as files, which this browser keeps. `onProgress` gets the
 * share that has been loaded. `onStep` is awaited each time that more are known: the columns are then those that
 * are returned in the end, unless candles are missing. Throws `RequestError`, `LabError` or the signal's reason.
 */
export async function loadCandles(
  { symbol, fromMs, toMs }: Range,
  options: Options & { onStep?: (step: CandleStep) => Promise<void> },
): Promise<CandleColumns> {
  const range = { symbol, fromMs, toMs: Math.floor(toMs / MINUTE_MS) * MINUTE_MS };
  let columns: CandleColumns | null = null;
  let known = 0;
  for await (const part of loadParts(range, options)) {
    // A period without candles between two others: the market begins after it.
    if (part === null) columns = null;
    if (part === null || part.close.length === 0) continue;
    if (columns === null) {
      known = 0;
      columns = createColumns(part.startMs, (range.toMs - part.startMs) / MINUTE_MS);
    }
    const from = known;
    known = addPart(columns, known, part);
    await options.onStep?.({ columns, from, to: known });
  }
  if (columns === null) throw new LabError("There are no candles.");
  return known === columns.close.length ? columns : sliceColumns(columns, 0, known);
}

/** The parts of the range in order; null for a file that there is not. */
async function* loadParts(range: Range, options: Options): AsyncGenerator<CandleColumns | null> {
  let fromMs = range.fromMs;
  for await (const part of loadFiles(range, fetchCandlePart, options)) {
    if (part !== null) fromMs = part.startMs + part.close.length * MINUTE_MS;
    yield part === null ? null : cutTo(part, range);
  }
  const rows = await loadPages({ ...range, fromMs }, options);
  if (rows.length > 0) yield cutTo(toColumns(rows), range);
}

/** Funding and marks of the range, as far as there are files of it: none of the running day. */
export async function loadMarkHistory(
  range: Range,
  options: Options,
): Promise<{ funding: FundingInstant[]; mark: MarkColumn | null }> {
  const files: MarkFile[] = [];
  for await (const file of loadFiles(range, fetchMarkPart, options)) {
    if (file === null) files.length = 0;
    else files.push(file);
  }
  return { funding: files.flatMap(listInstants), mark: joinMarks(files) };
}

/** The marks of all files; zero where there is none. */
function joinMarks(files: readonly MarkFile[]): MarkColumn | null {
  const [first, last] = [files[0], files.at(-1)];
  if (first === undefined || last === undefined) return null;
  const { startMs } = first;
  const indexOf = (file: MarkFile) => Math.round((file.startMs - startMs) / MINUTE_MS);
  const close = new Float64Array(indexOf(last) + last.mark.length);
  for (const file of files) close.set(file.mark, indexOf(file));
  return { startMs, close };
}

/** Funding with the mark at the end of the minute before it. */
function listInstants({ startMs, mark, funding }: MarkFile): FundingInstant[] {
  return funding.map(({ atMs, rate }) => ({
    atMs,
    rate,
    mark: mark[Math.max(0, Math.round((atMs - startMs) / MINUTE_MS) - 1)] ?? null,
  }));
}

/** The files of the range, oldest first. The first one is requested alone, so that it is there soonest. */
async function* loadFiles<T>(
  range: Range,
  fetchOne: (wanted: { symbol: string; period: Period }, signal: AbortSignal) => Promise<T>,
  { signal, onProgress }: Options,
): AsyncGenerator<T> {
  // Less than a day is a page or two.
  if (range.toMs - range.fromMs < DAY_MINUTES * MINUTE_MS) return;
  const periods = listPeriods(range, Date.now() - FILE_AFTER_MS);
  const files: Promise<T>[] = [];
  for (let index = 0; index < periods.length; index += 1) {
    const until = index === 0 ? 1 : index + CONCURRENT;
    for (const period of periods.slice(files.length, until)) {
      const file = fetchOne({ symbol: range.symbol, period }, signal);
      // One that fails is reported when it is its turn.
      file.catch(() => {});
      files.push(file);
    }
    const file = await (files[index] as Promise<T>);
    onProgress((index + 1) / periods.length);
    yield file;
  }
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
