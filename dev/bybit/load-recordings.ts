import { createHash } from "node:crypto";
import { basename } from "node:path";
import { type BaseCandles, readUnits, type UnitCandle } from "@/dev/bybit/base-candles";
import { describeSymbol } from "@/dev/bybit/coins";
import { hashParts } from "@/dev/bybit/random";
import { readCandleFile } from "@/dev/bybit/read-candle-file";
import { SymbolMarket } from "@/dev/bybit/symbol-market";

/** Recorded time is moved by whole weeks, so that days, hours and weekdays stay what they were. */
const WEEK_MS = 7 * 86_400_000;

/** Recorded markets, the clock that they run on, and what to call them. */
export type Recordings = {
  markets: SymbolMarket[];
  now: () => number;
  source: { kind: "replay"; id: string; name: string };
};

/**
 * Reads recordings of minute candles and moves them in time so that now lies inside the first one: what is
 * before is its history, what comes after is played, `speed` times as fast. A clock of its own, ahead of ours
 * when it runs faster, tells the time. @throws Error naming the file that can't be played
 */
export function loadRecordings(
  paths: readonly string[],
  options: { seed: number; speed: number },
): Recordings {
  const files = paths.map(readCandleFile);
  const [first] = files;
  if (!first) throw new Error("There is nothing to replay.");
  const startedMs = Date.now();
  const shiftMs = findShift(first.candles, startedMs);
  const now = () => Math.floor(startedMs + (Date.now() - startedMs) * options.speed);
  const markets = files.map((file) => {
    const base = placeCandles(file, { shiftMs, seed: options.seed });
    return new SymbolMarket(file.symbol, base);
  });
  const id = createHash("sha1")
    .update(paths.map((path) => basename(path)).join(","))
    .digest("hex")
    .slice(0, 8);
  const names = files.map(({ symbol }) => symbol).join(", ");
  const pace = options.speed === 1 ? "" : ` at ${options.speed}×`;
  return {
    markets,
    now,
    source: { kind: "replay", id: `replay-${id}`, name: `Recorded Bybit candles (${names})${pace}` },
  };
}

type Dated = { startMs: number };

/** How far to move the recording: by the whole weeks that put now nearest to its middle. */
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
  const { tickSize, qtyStep, priceScale } = describeSymbol(file.symbol);
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
    units,
    seed: hashParts(options.seed, file.symbol, "replay"),
    firstIndex: indices[0] ?? 0,
    lastIndex: indices.at(-1) ?? 0,
    candleAt: (index) => byIndex.get(index) ?? null,
  };
}
