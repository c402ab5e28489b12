import { fetchCandlePage } from "@/lib/client/api/market-api";
import { type CandleColumns, type CandleRow, toColumns } from "@/lib/lab/candles/candle-columns";
import { parseCandlesCsv } from "@/lib/lab/candles/parse-candles-csv";
import { MINUTE_MS } from "@/lib/lab/candles/timeframe";

/** The API's largest page. */
const PAGE = 1_000;

/**
 * One-minute candles of our own server from `fromMs` up to `toMs`, not included; fewer where the market is
 * younger. `onProgress` gets the share that has been loaded. Throws `RequestError` or the signal's reason.
 */
export async function loadCandles(
  range: { symbol: string; fromMs: number; toMs: number },
  options: { signal: AbortSignal; onProgress: (share: number) => void },
): Promise<CandleColumns> {
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
  return toColumns(rows);
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
