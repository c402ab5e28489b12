import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { CandleColumns } from "@/lib/lab/candles/candle-columns";
import type { FundingInstant } from "@/lib/lab/candles/candle-file";
import { isSameSymbol } from "@/lib/lab/candles/is-same-symbol";
import { parseFundingCsv } from "@/lib/lab/candles/parse-funding-csv";
import { parseMarksCsv } from "@/lib/lab/candles/parse-marks-csv";
import { MINUTE_MS } from "@/lib/lab/candles/timeframe";
import { EXAMPLES } from "@/lib/lab/examples/examples";
import { LabError } from "@/lib/lab/lab-error";
import type { MarkColumn, StrategyClass } from "@/lib/lab/run/create-simulation";
import { parseRunConfig } from "@/lib/lab/run/parse-run-config";
import type { RunConfig } from "@/lib/lab/run/run-config";
import { fromCaller } from "@/scripts/lab/from-caller";
import { loadStrategies } from "@/scripts/lab/load-strategies";
import { readCandleFile } from "@/scripts/lab/read-candle-file";

/** Before the name of an example: `--strategy "example:SMA cross"`. */
const EXAMPLE = "example:";
export const USAGE =
  "npm run lab -- --strategy FILE.ts --config FILE.json --candles SYMBOL=FILE [--from DATE] [--to DATE] " +
  "[--funding SYMBOL=FILE] [--marks SYMBOL=FILE] [--out RESULT.json] [--check] [--gap]";

/** What `npm run lab` was asked for. Times of candle starts, ms; `toMs` is not included. */
export type LabOptions = {
  config: RunConfig;
  strategies: StrategyClass[];
  candles: Map<string, CandleColumns>;
  funding: Map<string, FundingInstant[]>;
  marks: Map<string, MarkColumn>;
  fromMs: number;
  toMs: number;
  tracksEquity: true;
  out: string | null;
  isCheck: boolean;
  /** Whether the run is compared with one by the venue's rules. */
  isGap: boolean;
  /** Text of the strategies, settings and candle files, for the fingerprint. */
  inputs: string[];
};

/** Reads arguments and files. @throws LabError with one sentence for what is missing or invalid */
export async function readLabOptions(args: string[]): Promise<LabOptions> {
  const values = parse(args);
  const configText = await readText(requireValue(values.config, "--config"));
  const config = parseRunConfig(parseJson(configText));
  const files = values.strategy ?? [];
  if (files.length === 0) throw new LabError(`No strategy is given. ${USAGE}`);
  const texts = await Promise.all(files.map(readStrategy));
  const hashes: string[] = [];
  const candles = new Map<string, CandleColumns>();
  for (const [symbol, path] of readPairs(values.candles)) {
    const { columns, hash } = await readCandleFile(path);
    candles.set(symbol, columns);
    hashes.push(`${symbol} ${hash}`);
  }
  const funding = new Map<string, FundingInstant[]>();
  for (const [symbol, path] of readPairs(values.funding)) {
    const text = await readText(path);
    funding.set(
      symbol,
      named(path, () => parseFundingCsv(text)),
    );
    hashes.push(`funding ${symbol} ${text}`);
  }
  const marks = new Map<string, MarkColumn>();
  for (const [symbol, path] of readPairs(values.marks)) {
    const text = await readText(path);
    marks.set(
      symbol,
      named(path, () => parseMarksCsv(text)),
    );
    hashes.push(`marks ${symbol} ${text}`);
  }
  const range = findRange([...candles.values()]);
  return {
    config,
    strategies: texts.flatMap((text, index) => loadStrategies(text, files[index] ?? "")),
    candles,
    funding,
    marks,
    ...chooseRange(values, range),
    tracksEquity: true,
    out: values.out ?? null,
    isCheck: values.check ?? false,
    isGap: values.gap ?? false,
    inputs: [...texts, JSON.stringify(config), ...hashes, values.from ?? "", values.to ?? ""],
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        strategy: { type: "string", multiple: true },
        config: { type: "string" },
        candles: { type: "string", multiple: true },
        funding: { type: "string", multiple: true },
        marks: { type: "string", multiple: true },
        from: { type: "string" },
        to: { type: "string" },
        out: { type: "string" },
        check: { type: "boolean" },
        gap: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(".")[0] : String(error);
    throw new LabError(`${reason}. ${USAGE}`);
  }
}

/** The minutes that all symbols have. */
function findRange(all: readonly CandleColumns[]): { fromMs: number; toMs: number } {
  if (all.length === 0) throw new LabError(`No candles are given. ${USAGE}`);
  return {
    fromMs: Math.max(...all.map(({ startMs }) => startMs)),
    toMs: Math.min(...all.map(({ startMs, close }) => startMs + close.length * MINUTE_MS)),
  };
}

function chooseRange(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  known: { fromMs: number; toMs: number },
): { fromMs: number; toMs: number } {
  const fromMs = from === undefined ? known.fromMs : readTime(from);
  const toMs = to === undefined ? known.toMs : readTime(to);
  if (toMs > fromMs) return { fromMs, toMs };
  const [start, end] = [fromMs, toMs].map((ms) => new Date(ms).toISOString().slice(0, 16));
  throw new LabError(`The run must end after it starts: it is from ${start} to ${end}.`);
}

/** Each symbol and its file. @throws LabError for another form, and for a symbol that is given twice */
function readPairs(pairs: readonly string[] = []): Map<string, string> {
  const files = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    const [symbol, path] = [pair.slice(0, at), pair.slice(at + 1)];
    if (at < 1 || path === "") throw new LabError(`Files are given as SYMBOL=FILE, not "${pair}".`);
    const known = [...files.keys()].find((name) => isSameSymbol(name, symbol));
    if (known !== undefined) throw new LabError(`There are two files of ${symbol}.`);
    files.set(symbol, path);
  }
  return files;
}

/** Names the file in a fault of its content. */
function named<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new LabError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A date is its first moment, UTC. */
function readTime(text: string): number {
  const plain = /^\d{10,13}$/.test(text) ? Number(text) * (text.length === 10 ? 1_000 : 1) : Number.NaN;
  const isLocal = text.includes("T") && !/(z|[+-]\d\d:?\d\d)$/i.test(text);
  const timeMs = Number.isNaN(plain) ? Date.parse(isLocal ? `${text}Z` : text) : plain;
  if (Number.isNaN(timeMs)) throw new LabError(`"${text}" is no date, such as 2025-06-01.`);
  if (timeMs % MINUTE_MS !== 0) throw new LabError(`"${text}" is not a whole minute.`);
  return timeMs;
}

/** A strategy's file, or one of the lab's examples by its name. */
function readStrategy(path: string): string | Promise<string> {
  if (!path.startsWith(EXAMPLE)) return readText(path);
  const name = path.slice(EXAMPLE.length);
  const example = EXAMPLES.find((one) => one.name === name);
  if (example !== undefined) return example.text;
  throw new LabError(
    `There is no example "${name}". There are: ${EXAMPLES.map((one) => one.name).join(", ")}.`,
  );
}

async function readText(path: string): Promise<string> {
  return readFile(fromCaller(path), "utf8").catch(() => {
    throw new LabError(`The file ${path} can't be read.`);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LabError("The settings are no JSON.");
  }
}

function requireValue(value: string | undefined, name: string): string {
  if (value === undefined) throw new LabError(`${name} is missing. ${USAGE}`);
  return value;
}
