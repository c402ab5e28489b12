import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { type CandleColumns, toColumns } from "@/lib/lab/candles/candle-columns";
import { parseCandlesCsv, parseCandlesJson } from "@/lib/lab/candles/parse-candles-csv";
import { LabError } from "@/lib/lab/lab-error";
import { fromCaller } from "@/scripts/lab/from-caller";

type JsonColumns = Record<"time" | "open" | "high" | "low" | "close", number[]> & { volume?: number[] };

/**
 * One-minute candles from columns as JSON or from CSV, each also compressed with gzip.
 * @throws LabError naming the file
 */
export async function readCandleFile(path: string): Promise<{ columns: CandleColumns; hash: string }> {
  const raw = await readFile(fromCaller(path)).catch(() => {
    throw new LabError(`The candles ${path} can't be read.`);
  });
  try {
    const bytes = raw[0] === 0x1f && raw[1] === 0x8b ? gunzipSync(raw) : raw;
    return { columns: parse(bytes), hash: createHash("sha256").update(bytes).digest("hex") };
  } catch (error) {
    throw new LabError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parse(bytes: Buffer): CandleColumns {
  const text = bytes.toString("utf8");
  const [first] = text.trimStart();
  if (first === "[") return parseCandlesJson(JSON.parse(text) as unknown[]);
  return first === "{" ? readJsonColumns(text) : parseCandlesCsv(text);
}

function readJsonColumns(text: string): CandleColumns {
  const { time, open, high, low, close, volume } = JSON.parse(text) as JsonColumns;
  if (![time, open, high, low, close].every(Array.isArray)) {
    throw new LabError("Candle columns are time, open, high, low, close and volume.");
  }
  return toColumns(
    time.map((start, index) => ({
      time: start,
      open: open[index] ?? Number.NaN,
      high: high[index] ?? Number.NaN,
      low: low[index] ?? Number.NaN,
      close: close[index] ?? Number.NaN,
      volume: volume?.[index] ?? 0,
    })),
  );
}
