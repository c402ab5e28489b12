import { publishBeat, takeLease } from "@/lib/market/ingest-lease";
import { encodeFrame } from "@/lib/market/ticker-frame";
import type { Tick } from "@/lib/schemas/market";

/** A leader without a venue: publishes the same symbols every 100 ms until stopped. */
export type BeatPublisher = { stop: () => Promise<void> };

/** Starts publishing one frame a beat for each symbol, through the product's own fenced door. */
export async function startBeatPublisher(symbols: readonly string[], beatMs: number): Promise<BeatPublisher> {
  const fence = await takeLease("bench", Date.now());
  let sequence = 0;
  let inFlight = Promise.resolve<unknown>(undefined);
  const timer = setInterval(() => {
    sequence += 1;
    const frames = symbols.map((symbol): [string, string] => [
      symbol,
      buildFrame({ symbol, fence, sequence }),
    ]);
    inFlight = publishBeat({ fence, frames, status: null });
  }, beatMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await inFlight;
    },
  };
}

/** A frame of usual size: a full tick, a small book, no trades. `openInterest` carries the sequence. */
function buildFrame(options: { symbol: string; fence: number; sequence: number }): string {
  const nowMs = Date.now();
  const tick: Tick = {
    symbol: options.symbol,
    last: "84017.50",
    mark: "84016.98",
    index: "84020.11",
    bid: "84017.50",
    bidSize: "1.777",
    ask: "84017.60",
    askSize: "2.725",
    change24h: "0.023333",
    high24h: "84797.10",
    low24h: "82842.80",
    volume24h: "151185.5160",
    turnover24h: "4273027716.4294",
    fundingRate: "0.0001",
    nextFundingMs: nowMs,
    openInterest: String(options.sequence),
    candle: [nowMs, "84045", "84060.1", "84001.2", "84017.8", "7.316"],
    timeMs: nowMs,
    receivedMs: nowMs,
  };
  const book = { symbol: options.symbol, bids: [], asks: [], updateId: options.sequence, timeMs: nowMs };
  return encodeFrame({
    fence: options.fence,
    sequence: options.sequence,
    lastTrade: null,
    tick,
    book,
    trades: [],
  });
}
