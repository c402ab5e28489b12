import { createHash } from "node:crypto";
import { basename } from "node:path";
import { createMarket, toRecordedListing } from "@/emulators/bybit/listings";
import { type BaseCandles, readUnits, type UnitCandle } from "@/emulators/bybit/prices/base-candles";
import { LIVELY_SLOTS } from "@/emulators/bybit/prices/candle-path";
import { hashParts } from "@/emulators/bybit/prices/random";
import { isCandleFile, readCandleFile } from "@/emulators/bybit/prices/read-candle-file";
import { readFrameFile } from "@/emulators/bybit/prices/read-frame-file";
import { Tape } from "@/emulators/bybit/prices/tape";
import { SymbolMarket } from "@/emulators/bybit/symbol-market";

/** Recorded time is shifted by whole weeks, so that days, hours and weekdays stay the same. */
const WEEK_MS = 7 * 86_400_000;

/** Recorded markets, their clock, and their label. */
export type Recordings = {
  markets: SymbolMarket[];
  now: () => number;
  source: { kind: "replay"; id: string; name: string };
};

type Options = { seed: number; speed: number };

/**
 * Reads recordings of candles and of frames. Candles are moved in time so that now lies inside the first
 * file: what is before is its history, what comes after is played, `speed` times as fast. Frames are played
 * from now on in a loop, after a synthetic history that ends at their first price. It has its own clock,
 * ahead of the local one when it runs faster. @throws Error naming the file that can't be played
 */
export function loadRecordings(paths: readonly string[], options: Options): Recordings {
  const startedMs = Date.now();
  const now = () => Math.floor(startedMs + (Date.now() - startedMs) * options.speed);
  const files = paths.filter(isCandleFile).map(readCandleFile);
  const tapes = paths.filter((path) => !isCandleFile(path)).flatMap(readFrameFile);
  const [first] = files;
  const shiftMs = first ? findShift(first.candles, startedMs) : 0;
  const markets = [
    ...files.map((file) => {
      const base = placeCandles(file, { shiftMs, seed: options.seed });
      return new SymbolMarket(file.symbol, base);
    }),
    ...tapes.map(({ symbol, events }) => {
      const tape = new Tape(events, startedMs);
      return new SymbolMarket(symbol, leadTo(tape, { symbol, seed: options.seed }), tape);
    }),
  ];
  const names = markets.map(({ symbol }) => symbol);
  const twice = names.find((symbol, at) => names.indexOf(symbol) !== at);
  if (twice) throw new Error(`${twice} is in more than one of the recordings; choose one of them.`);
  const parts = [
    describe("Recorded Bybit candles", files),
    describe(
      "Recorded Bybit order book, simulated history",
      tapes.filter(({ kind }) => kind === "bybit"),
    ),
    describe(
      "Recorded Binance order book and trades, real prices, derived envelope, simulated history",
      tapes.filter(({ kind }) => kind === "binance"),
    ),
  ];
  const pace = options.speed === 1 ? "" : ` at ${options.speed}×`;
  const name = `${parts.filter(Boolean).join("; ")}${pace}`;
  return { markets, now, source: { kind: "replay", id: `replay-${identify(paths)}`, name } };
}

function describe(what: string, played: readonly { symbol: string }[]): string {
  return played.length > 0 ? `${what} (${played.map(({ symbol }) => symbol).join(", ")})` : "";
}

function identify(paths: readonly string[]): string {
  const names = paths.map((path) => basename(path)).join(",");
  return createHash("sha1").update(names).digest("hex").slice(0, 8);
}

type Dated = { startMs: number };

/** How far to shift the recording: by the whole weeks that put now nearest to its middle. */
function findShift(candles: readonly Dated[], nowMs: number): number {
  const [first, last] = [candles[0], candles.at(-1)];
  if (!first || !last) throw new Error("The recording is empty.");
  const middleMs = (first.startMs + last.startMs) / 2;
  const shiftMs = Math.round((nowMs - middleMs) / WEEK_MS) * WEEK_MS;
  const isInside = first.startMs + shiftMs < nowMs && nowMs < last.startMs + shiftMs;
  return isInside ? shiftMs : nowMs - middleMs - ((nowMs - middleMs) % 60_000);
}

function placeCandles(
  file: ReturnType<typeof readCandleFile>,
  options: { shiftMs: number; seed: number },
): BaseCandles {
  const { tickSize, qtyStep, priceScale } = toRecordedListing(file.symbol).instrument;
  const units = readUnits(tickSize, qtyStep, priceScale);
  const byIndex = new Map<number, UnitCandle>();
  for (const candle of file.candles) {
    const ticks = (price: number) => Math.max(1, Math.round(price / units.tick));
    byIndex.set((candle.startMs + options.shiftMs) / file.lengthMs, {
      open: ticks(candle.open),
      high: ticks(candle.high),
      low: ticks(candle.low),
      close: ticks(candle.close),
      volume: Math.round(candle.volume / units.step),
    });
  }
  const indices = [...byIndex.keys()];
  return {
    lengthMs: file.lengthMs,
    slots: LIVELY_SLOTS,
    units,
    seed: hashParts(options.seed, file.symbol, "replay"),
    firstIndex: indices[0] ?? 0,
    lastIndex: indices.at(-1) ?? 0,
    candleAt: (index) => byIndex.get(index) ?? null,
  };
}

/** A synthetic history, scaled so that it ends at the tape's first price when the tape begins. */
function leadTo(tape: Tape, { symbol, seed }: { symbol: string; seed: number }): BaseCandles {
  const invented = createMarket(toRecordedListing(symbol), seed);
  const factor = tape.priceAt(tape.startMs) / invented.priceAt(tape.startMs);
  const scale = (price: number) => Math.max(1, Math.round(price * factor));
  return {
    ...invented.base,
    candleAt: (index) => {
      const candle = invented.base.candleAt(index);
      if (!candle) return null;
      const { open, high, low, close, volume } = candle;
      return { open: scale(open), high: scale(high), low: scale(low), close: scale(close), volume };
    },
  };
}
