import { type BenchRow, median } from "@/bench/bench-row";
import { secondsOfCore } from "@/bench/engine/seconds-of-core";
import { packJson } from "@/lib/infra/pack-json";
import { Feed } from "@/lib/market/feed";
import { parseVenueMessage } from "@/lib/market/parse-venue-message";

/** What 200 symbols at depth 50 send, from recordings of 172 perpetuals (1,445 to 1,686 frames a second). */
const VENUE_FRAMES_A_SECOND = 1_700;
const SYMBOLS = 200;
const FRAMES = 100_000;
const FRAMES_A_BEAT = VENUE_FRAMES_A_SECOND / 10;
const REPETITIONS = 5;

/** Frames a second of one core through parser, book and encoder, beside what the venue sends. */
export async function run(): Promise<BenchRow[]> {
  const frames = buildFrames();
  const rates: number[] = [];
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) rates.push(measure(frames));
  const rate = median(rates);
  return [
    {
      claim: "feed: frames a second of one core, parsed, applied and encoded each beat",
      ours: rate.toFixed(0),
      limit: `${SYMBOLS} symbols send ${VENUE_FRAMES_A_SECOND}`,
      ratio: rate / VENUE_FRAMES_A_SECOND,
      target: ">= 10 (a tenth of a core)",
      met: rate / VENUE_FRAMES_A_SECOND >= 10,
    },
  ];
}

function measure(frames: readonly string[]): number {
  const feed = new Feed(Array.from({ length: SYMBOLS }, (_, index) => symbolName(index)));
  feed.follow(new Set(Array.from({ length: SYMBOLS }, (_, index) => symbolName(index))));
  const started = process.cpuUsage();
  frames.forEach((text, index) => {
    feed.ingest(parseVenueMessage(text), index);
    if (index % FRAMES_A_BEAT !== 0) return;
    packJson(feed.takeChanges({ sentMs: index, isKey: false, withRows: true, withFigures: true }));
  });
  const dropped = Object.values(feed.counts.dropped).reduce((sum, count) => sum + count, 0);
  if (dropped > 0) throw new Error(`${dropped} of the bench's own frames were dropped.`);
  return frames.length / secondsOfCore(started);
}

/** Snapshots for every symbol, then the recorded mix: mostly book deltas of about 270 bytes, some tickers. */
function buildFrames(): string[] {
  const frames: string[] = [];
  for (let index = 0; index < SYMBOLS; index += 1) frames.push(...buildSnapshots(index));
  for (let index = 0; frames.length < FRAMES; index += 1) {
    const symbol = symbolName(index % SYMBOLS);
    const round = Math.floor(index / SYMBOLS);
    if (round % 4 === 3) {
      const data = { symbol, bid1Price: "99.90", bid1Size: `${1 + (index % 9)}.496` };
      frames.push(
        JSON.stringify({ topic: `tickers.${symbol}`, type: "delta", data, cs: index, ts: 1_000 + index }),
      );
      continue;
    }
    const level = (base: number, offset: number) => [
      (base + offset / 10).toFixed(2),
      `${(index + offset) % 7}.25`,
    ];
    const [b, a] = [
      [level(95, 1), level(95, 9), level(95, 30)],
      [level(101, 2), level(101, 17), level(101, 28)],
    ];
    const u = 2 + round - Math.floor((round + 1) / 4);
    const data = { s: symbol, b, a, u, seq: index };
    const topic = `orderbook.50.${symbol}`;
    frames.push(JSON.stringify({ topic, type: "delta", ts: 1_000 + index, data, cts: 1_000 + index }));
  }
  return frames;
}

function buildSnapshots(index: number): string[] {
  const symbol = symbolName(index);
  const ladder = (from: number, step: number) =>
    Array.from({ length: 50 }, (_, level) => [(from + step * level).toFixed(2), "1.5"]);
  const book = { s: symbol, b: ladder(99.9, -0.1), a: ladder(100.1, 0.1), u: 1, seq: 1 };
  const fields = { lastPrice: "100.00", markPrice: "100.01", indexPrice: "100.02", price24hPcnt: "0.01" };
  const ticker = {
    symbol,
    ...fields,
    bid1Price: "99.90",
    bid1Size: "1.5",
    ask1Price: "100.10",
    ask1Size: "1.5",
  };
  return [
    JSON.stringify({ topic: `orderbook.50.${symbol}`, type: "snapshot", ts: 1, data: book, cts: 1 }),
    JSON.stringify({ topic: `tickers.${symbol}`, type: "snapshot", data: ticker, cs: 0, ts: 1 }),
  ];
}

function symbolName(index: number): string {
  return `C${index}USDT`;
}
