import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { toRecordedListing } from "@/emulators/bybit/listings";
import { readUnits, type Units } from "@/emulators/bybit/prices/base-candles";
import type { UnitLevel } from "@/emulators/bybit/prices/synthetic-book";
import type { TapeEvent } from "@/emulators/bybit/prices/tape";

/** What a file recorded of one symbol's book and trades, in the order of their time. */
type FrameFile = { symbol: string; kind: "bybit" | "binance"; events: TapeEvent[] };

type Levels = [price: string, size: string][];
type BybitFrame = {
  topic?: string;
  type?: string;
  ts?: number;
  data?: { b: Levels; a: Levels } | { T: number; p: string; v: string; S: string }[];
};
type BinanceDiff = { e: "depthUpdate"; E: number; s: string; u: number; b: Levels; a: Levels };
type BinanceTrade = { e: "trade"; T: number; s: string; p: string; q: string; m: boolean };
type BinanceSnapshot = { lastUpdateId: number; E: number; bids: Levels; asks: Levels };

/** Frames further apart than this were not recorded together. */
const TOGETHER_MS = 60_000;
const BINANCE_LINE = /^\d+ \{/;

/**
 * Reads recorded frames, plain or gzipped, one a line: Bybit's own (as they are, or as `raw` of a record), or
 * Binance futures' with the recorder's nanoseconds before each. A book is played from its first snapshot on.
 * @throws Error naming the file when there is no book in it
 */
export function readFrameFile(path: string): FrameFile[] {
  const bytes = readFileSync(path);
  const lines = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString().trim().split("\n");
  const playable = readLines(path, lines).filter(({ events }) => events.length > 0);
  if (playable.length === 0) throw new Error(`${path}: there is no snapshot of an order book in it.`);
  return playable;
}

function readLines(path: string, lines: readonly string[]): FrameFile[] {
  try {
    return BINANCE_LINE.test(lines[0] ?? "") ? [readBinance(lines)] : readBybit(lines);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const kinds = "candles are called SYMBOL_1m.csv or SYMBOL_1m.csv.gz, frames are JSON, one a line";
    throw new Error(`${path} is no recording: ${kinds}.`);
  }
}

function readBybit(lines: readonly string[]): FrameFile[] {
  const bySymbol = new Map<string, TapeEvent[]>();
  for (const line of lines) {
    const record = JSON.parse(line) as BybitFrame & { raw?: string };
    const frame = record.raw === undefined ? record : (JSON.parse(record.raw) as BybitFrame);
    const symbol = frame.topic?.split(".").at(-1);
    if (!symbol || !frame.data) continue;
    const events = bySymbol.get(symbol) ?? [];
    bySymbol.set(symbol, events);
    events.push(...readBybitFrame(frame, unitsOf(symbol)));
  }
  return [...bySymbol].map(([symbol, events]) => ({
    symbol,
    kind: "bybit" as const,
    events: pickTogether(sortByTime(events)),
  }));
}

function readBybitFrame({ topic = "", type, ts = 0, data }: BybitFrame, units: Units): TapeEvent[] {
  const [kind, depth] = topic.split(".");
  if (kind === "publicTrade" && Array.isArray(data)) {
    return data.map(({ T, p, v, S }) => ({ ...readTrade(p, v, units), atMs: T, isBuy: S === "Buy" }));
  }
  if (kind !== "orderbook" || depth === "1" || !data || Array.isArray(data)) return [];
  return [{ kind: "book", atMs: ts, isSnapshot: type === "snapshot", ...readSides(data.b, data.a, units) }];
}

/** The recorder's clock was behind: the exchange's own times count. */
function readBinance(lines: readonly string[]): FrameFile {
  const frames = lines.map((line) => JSON.parse(line.slice(line.indexOf(" ") + 1)) as { data?: unknown });
  const snapshot = frames.find((frame) => "lastUpdateId" in frame) as BinanceSnapshot | undefined;
  const messages = frames.flatMap(({ data }) => (data ? [data as BinanceDiff | BinanceTrade] : []));
  const symbol = messages[0]?.s ?? "";
  if (!snapshot) return { symbol, kind: "binance", events: [] };
  const units = unitsOf(symbol);
  const sides = readSides(snapshot.bids, snapshot.asks, units);
  const first: TapeEvent = { kind: "book", atMs: snapshot.E, isSnapshot: true, ...sides };
  const later = messages.flatMap((message): TapeEvent[] => {
    if (message.e === "trade") {
      // The buyer was the maker, so the taker sold.
      return [{ ...readTrade(message.p, message.q, units), atMs: message.T, isBuy: !message.m }];
    }
    if (message.e !== "depthUpdate" || message.u <= snapshot.lastUpdateId) return [];
    return [{ kind: "book", atMs: message.E, isSnapshot: false, ...readSides(message.b, message.a, units) }];
  });
  const events = [first, ...sortByTime(later.filter(({ atMs }) => atMs >= snapshot.E))];
  return { symbol, kind: "binance", events };
}

/** The longest run of events that were recorded together and begin with a snapshot of the book. */
function pickTogether(events: readonly TapeEvent[]): TapeEvent[] {
  const runs: TapeEvent[][] = [];
  for (const event of events) {
    const run = runs.at(-1);
    const isNear = run !== undefined && event.atMs - (run.at(-1)?.atMs ?? 0) < TOGETHER_MS;
    if (isNear) run.push(event);
    else if (event.kind === "book" && event.isSnapshot) runs.push([event]);
  }
  return runs.sort((a, b) => b.length - a.length)[0] ?? [];
}

function unitsOf(symbol: string): Units {
  const { tickSize, qtyStep, priceScale } = toRecordedListing(symbol).instrument;
  return readUnits(tickSize, qtyStep, priceScale);
}

function readTrade(price: string, qty: string, units: Units) {
  const [ticks, steps] = [Math.round(Number(price) / units.tick), Math.round(Number(qty) / units.step)];
  return { kind: "trade" as const, price: ticks, qty: Math.max(1, steps) };
}

function readSides(bids: Levels, asks: Levels, units: Units): { bids: UnitLevel[]; asks: UnitLevel[] } {
  const read = ([price, size]: [string, string]): UnitLevel => [
    Math.round(Number(price) / units.tick),
    Number(size) === 0 ? 0 : Math.max(1, Math.round(Number(size) / units.step)),
  ];
  return { bids: bids.map(read), asks: asks.map(read) };
}

function sortByTime(events: TapeEvent[]): TapeEvent[] {
  return events.sort((a, b) => a.atMs - b.atMs);
}
