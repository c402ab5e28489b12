import "server-only";
import { candleStartMs } from "@/lib/core/candle-interval";
import type { Watermark } from "@/lib/market/ingest/path-watermarks";
import { fetchCandles } from "@/lib/market/venue/venue-rest";
import type { CandleDto } from "@/lib/schemas/market/market";
import type { PathText } from "@/lib/trading/price-path/process-price-path-message";

/** The venue's largest page of candles: of a longer gap the newest 1,000 minutes are walked, after a jump to them. */
const MAX_CANDLES = 1_000;
const MINUTE_MS = 60_000;

/** The candles from a watermark to now, as paths, and the watermark after them. */
export type GapPaths = { paths: PathText[]; mark: Watermark };

/**
 * Reads a symbol's prices since `mark` from the venue, in 1-minute candles. The first minute was partly seen:
 * only what its candle shows beyond the range seen so far can be new. `isOpenUsed` includes the open minute;
 * the rest of it then comes from the feed.
 *
 * @throws AppError `venue_unavailable`
 */
export async function findGapPaths(
  symbol: string,
  mark: Watermark,
  options: { isOpenUsed: boolean },
): Promise<GapPaths> {
  const waitedMs = Date.now() - mark.throughMs;
  // The clock of a fast replay runs ahead of ours: the length of the gap is unknown then.
  const limit = waitedMs < 0 ? MAX_CANDLES : Math.min(Math.ceil(waitedMs / MINUTE_MS) + 2, MAX_CANDLES);
  const { candles, timeMs } = await fetchCandles({ symbol, interval: "1", limit });
  const firstMs = candleStartMs("1", mark.throughMs);
  const usable = candles.filter(
    ({ startMs }) => startMs >= firstMs && (options.isOpenUsed || startMs + MINUTE_MS <= timeMs),
  );
  return walkCandles(mark, usable, timeMs);
}

/** The same without the venue: candles oldest first; `nowMs` is the venue's clock at its response. */
export function walkCandles(mark: Watermark, candles: readonly CandleDto[], nowMs: number): GapPaths {
  const paths: PathText[] = [];
  let at = mark;
  for (const candle of candles) {
    const endMs = Math.min(candle.startMs + MINUTE_MS, nowMs);
    if (endMs <= at.throughMs) continue;
    const isSeen = candle.startMs === at.minuteMs;
    paths.push({
      kind: "candle",
      candle: isSeen ? cutUnseen(candle, at) : pick(candle),
      previousClose: at.last,
      startMs: Math.max(candle.startMs, at.throughMs),
      endMs,
      volume: candle.volume,
    });
    const { startMs: minuteMs, high, low } = candle;
    at = { throughMs: endMs, last: candle.close, minuteMs, high, low };
  }
  return { paths, mark: at };
}

/** The part of a candle that may have happened after the seen range. */
function cutUnseen(candle: CandleDto, seen: Watermark) {
  const { last } = seen;
  const { close } = candle;
  const high = isAbove(candle.high, seen.high) ? candle.high : isAbove(last, close) ? last : close;
  const low = isAbove(seen.low, candle.low) ? candle.low : isAbove(last, close) ? close : last;
  return { open: last, high, low, close };
}

function pick({ open, high, low, close }: CandleDto) {
  return { open, high, low, close };
}

function isAbove(a: string, b: string): boolean {
  return Number(a) > Number(b);
}
