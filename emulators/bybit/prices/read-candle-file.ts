import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { gunzipSync } from "node:zlib";

/** One recorded candle, prices in quote currency, volume in base currency. */
type RecordedCandle = {
  startMs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
};

/** A recording of one symbol's candles, oldest first. */
type CandleFile = { symbol: string; lengthMs: number; candles: RecordedCandle[] };

const NAME = /^([A-Z0-9]+)_(\d+)m\.csv(\.gz)?$/;
const HEADER = "timestamp,open,high,low,close,volume";

/** Whether the file's name is that of a recording of candles. */
export function isCandleFile(path: string): boolean {
  return NAME.test(basename(path));
}

/**
 * Reads `SYMBOL_MINUTESm.csv`, plain or gzipped, with the columns timestamp, open, high, low, close, volume.
 * @throws Error naming the file and what is wrong with it
 */
export function readCandleFile(path: string): CandleFile {
  const name = NAME.exec(basename(path));
  if (!name) throw new Error(`${path}: a recording is called SYMBOL_1m.csv or SYMBOL_1m.csv.gz.`);
  const bytes = readFileSync(path);
  const [header, ...lines] = (name[3] ? gunzipSync(bytes) : bytes).toString().trim().split("\n");
  if (header?.trim() !== HEADER) throw new Error(`${path}: the columns must be ${HEADER}.`);
  const candles = lines.map((line, index) => {
    const [time = "", ...figures] = line.split(",");
    const startMs = Date.parse(time.replace(" ", "T"));
    const [open = 0, high = 0, low = 0, close = 0, volume = 0] = figures.map(Number);
    if (![startMs, open, high, low, close, volume].every(Number.isFinite)) {
      throw new Error(`${path}: line ${index + 2} is not a candle.`);
    }
    return { startMs, open, high, low, close, volume };
  });
  return { symbol: name[1] ?? "", lengthMs: Number(name[2]) * 60_000, candles };
}
