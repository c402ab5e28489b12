import type { FeedChange } from "@/lib/market/ingest/feed-message";
import { acquireLease, FeedPublisher } from "@/lib/market/ingest/ingest-lease";
import { nameShard } from "@/lib/market/ingest/shards";
import type { BookLevelDto } from "@/lib/schemas/market/market";

const SHARD = { index: 0, count: 1 };
const LEVELS = 50;
/** The default of the product. */
const PUBLISH_INTERVAL_MS = 100;

/** A leader without a venue. `published` counts its publications. */
export type FramePublisher = { published: () => number; stop: () => Promise<void> };

/**
 * Publishes one frame for each symbol every 100 ms through the product's own fenced script: a tick whose
 * prices move, and with `hasBook` a book of which every level changes, the maximum for a reader.
 */
export async function startFramePublisher(
  symbols: readonly string[],
  { hasBook = false }: { hasBook?: boolean } = {},
): Promise<FramePublisher> {
  const fence = await acquireLease(SHARD, "bench", Date.now());
  const publisher = new FeedPublisher(SHARD);
  let sequence = 0;
  let inFlight = Promise.resolve<unknown>(undefined);
  const timer = setInterval(() => {
    sequence += 1;
    const sentMs = Date.now();
    const changes = symbols.map((symbol) => toSymbolChange({ symbol, sequence, hasBook }));
    const stamp = { shard: nameShard(SHARD), fence, sequence, sentMs, offsetMs: 0 };
    inFlight = publisher.publish({ kind: "key", ...stamp, changes });
  }, PUBLISH_INTERVAL_MS);
  return {
    published: () => sequence,
    stop: async () => {
      clearInterval(timer);
      await inFlight;
    },
  };
}

function toSymbolChange(options: { symbol: string; sequence: number; hasBook: boolean }): FeedChange {
  const { symbol, sequence, hasBook } = options;
  const price = (84_000 + (sequence % 1_000) / 10).toFixed(2);
  const side = (from: number, step: number): BookLevelDto[] =>
    Array.from({ length: hasBook ? LEVELS : 0 }, (_, level) => [
      (from + step * level).toFixed(2),
      (1 + ((sequence + level) % 997) / 1_000).toFixed(3),
    ]);
  return {
    symbol,
    tick: {
      last: price,
      mark: price,
      index: "84020.11",
      bid: price,
      bidSize: "1.777",
      ask: price,
      askSize: "2.725",
      change24h: "0.023333",
      high24h: "84797.10",
      low24h: "82842.80",
      volume24h: "151185.5160",
      turnover24h: "4273027716.4294",
      fundingRate: "0.0001",
      nextFundingMs: 1_795_000_000_000,
      openInterest: "54120.333",
      candle: [1_795_000_000_000, "84045", "84060.1", "84001.2", price, "7.316"],
    },
    ages: [0, 0],
    book: { updateId: sequence, ageMs: 0, bids: side(83_999, -0.1), asks: side(84_101, 0.1) },
  };
}
