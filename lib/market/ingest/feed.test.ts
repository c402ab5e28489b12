import { describe, expect, it } from "vitest";
import type { DrainOptions } from "@/lib/market/ingest/change-builder";
import { Feed } from "@/lib/market/ingest/feed";
import { MarketState } from "@/lib/market/stream/market-state";
import type { TickerFields, VenueMessage } from "@/lib/market/venue/parse-venue-message";

const SYMBOL = "BTCUSDT";

function ticker(fields: TickerFields, options: { snapshot?: boolean; at?: number } = {}): VenueMessage {
  const at = options.at ?? 1_000;
  return {
    kind: "ticker",
    symbol: SYMBOL,
    snapshot: options.snapshot ?? false,
    sequence: at,
    timeMs: at,
    fields,
  };
}

function trades(...list: [id: string, price: string, timeMs: number][]): VenueMessage {
  return {
    kind: "trades",
    symbol: SYMBOL,
    timeMs: list.at(-1)?.[2] ?? 0,
    trades: list.map(([id, price, timeMs]) => ({ id, side: "Buy", price, qty: "1", timeMs })),
  };
}

const bookSnapshot: VenueMessage = {
  kind: "book",
  symbol: SYMBOL,
  snapshot: true,
  updateId: 5,
  timeMs: 1_000,
  bids: [["99.9", "1"]],
  asks: [["100.1", "1"]],
};

function openFeed() {
  const feed = new Feed([SYMBOL]);
  feed.follow(new Set([SYMBOL]));
  const fields = {
    lastPrice: "100",
    markPrice: "100",
    indexPrice: "100",
    bid1Price: "99.9",
    ask1Price: "100.1",
  };
  feed.ingest(ticker(fields, { snapshot: true }), 1);
  feed.ingest(bookSnapshot, 2);
  return feed;
}

/** The state of a reader that follows the feed from its first publication. */
const readers = new WeakMap<Feed, { state: MarketState; sequence: number }>();

function publish(feed: Feed, options: Partial<DrainOptions> = {}) {
  const reader = readers.get(feed) ?? { state: new MarketState(), sequence: 0 };
  readers.set(feed, reader);
  reader.sequence += 1;
  const isKey = reader.sequence === 1;
  const changes = feed.drainChanges({
    sentMs: 2_000,
    isKey,
    withRows: true,
    withFigures: true,
    ...options,
  });
  const { frames } = reader.state.apply({
    kind: isKey ? "key" : "delta",
    shard: "0of1",
    fence: 1,
    sequence: reader.sequence,
    sentMs: 2_000,
    offsetMs: 0,
    changes,
  });
  return new Map(frames);
}

function drainFrame(feed: Feed) {
  const frame = publish(feed).get(SYMBOL);
  if (!frame) return null;
  return { tick: frame.tick, book: frame.book, trades: frame.trades.map(({ id }) => id) };
}

describe("Feed", () => {
  it("merges deltas into the snapshot and publishes only what moved", () => {
    const feed = openFeed();
    feed.ingest(ticker({ lastPrice: "101" }, { at: 1_100 }), 50);
    expect(drainFrame(feed)?.tick).toMatchObject({
      last: "101",
      mark: "100",
      bid: "99.9",
      receivedMs: 50,
      timeMs: 1_100,
    });
    expect(drainFrame(feed)).toBeNull();
  });

  it("takes the best prices of the book, and a trade that is newer than the ticker", () => {
    const feed = openFeed();
    feed.ingest(trades(["a", "100.1", 1_500]), 3);
    expect(drainFrame(feed)?.tick).toMatchObject({ last: "100.1", ask: "100.1", askSize: "1" });
  });

  it.each<[string, TickerFields, string]>([
    ["zero", { lastPrice: "0" }, "price_not_positive"],
    ["negative", { markPrice: "-5" }, "price_not_positive"],
    ["crossed", { bid1Price: "100.2" }, "price_crossed"],
    ["a jump of the last price alone", { lastPrice: "151" }, "price_jump"],
    ["a fall of the last price alone", { lastPrice: "49" }, "price_jump"],
    ["1e18 in digits", { lastPrice: "1000000000000000000" }, "price_jump"],
    ["a jump of the mark alone", { markPrice: "40" }, "price_jump"],
  ])("drops %s and keeps the last good prices", (_name, fields, reason) => {
    const feed = openFeed();
    drainFrame(feed);
    feed.ingest(ticker(fields, { at: 1_100 }), 9);
    expect(feed.counts.dropped).toEqual({ [reason]: 1 });
    expect(drainFrame(feed)).toBeNull();
    expect(feed.lastHeardMs).toBe(2);
  });

  it("believes a jump that index and mark confirm", () => {
    const feed = openFeed();
    const fields = {
      lastPrice: "160",
      markPrice: "159",
      indexPrice: "161",
      bid1Price: "159",
      ask1Price: "160",
    };
    feed.ingest(ticker(fields, { at: 1_100 }), 9);
    expect(drainFrame(feed)?.tick.last).toBe("160");
  });

  it("ignores messages that are late, doubled, unknown, or come before their snapshot", () => {
    const feed = openFeed();
    feed.ingest(ticker({ lastPrice: "101" }, { at: 900 }), 3);
    feed.ingest({ ...bookSnapshot, snapshot: false }, 3);
    feed.ingest({ ...ticker({ lastPrice: "1" }), symbol: "NOPE" } as VenueMessage, 3);
    const cold = new Feed([SYMBOL]);
    cold.ingest(ticker({ bid1Price: "1" }), 1);
    expect(feed.counts.dropped).toEqual({ old: 2, unknown_symbol: 1 });
    expect(cold.counts.dropped).toEqual({ no_snapshot: 1 });
    expect(drainFrame(feed)?.tick.last).toBe("100");
  });

  it("asks for a new book at a gap, keeps the old one in view, and starts over at the snapshot", () => {
    const feed = openFeed();
    const gap: VenueMessage = { ...bookSnapshot, snapshot: false, updateId: 8, bids: [["99.8", "4"]] };
    expect(feed.ingest(gap, 3)).toEqual({ resubscribeBook: SYMBOL });
    expect(feed.isWarm(new Set())).toBe(false);
    expect(drainFrame(feed)?.book?.bids).toEqual([["99.9", "1"]]);
    feed.ingest({ ...bookSnapshot, updateId: 20, bids: [["99.7", "2"]] }, 4);
    expect(drainFrame(feed)?.book).toMatchObject({ bids: [["99.7", "2"]], updateId: 20 });
  });

  it("shows no level of a crossed book", () => {
    const feed = openFeed();
    drainFrame(feed);
    const crossed: VenueMessage = { ...bookSnapshot, snapshot: false, updateId: 6, bids: [["100.2", "1"]] };
    expect(feed.ingest(crossed, 3)).toEqual({ resubscribeBook: SYMBOL });
    expect(drainFrame(feed)?.book?.bids).toEqual([]);
  });

  it("publishes each trade once, and again only when the publication reached nobody", () => {
    const feed = openFeed();
    feed.ingest(trades(["a", "100", 1_001], ["b", "100", 1_002]), 3);
    feed.ingest(trades(["b", "100", 1_002], ["c", "100", 1_002]), 3);
    expect(drainFrame(feed)?.trades).toEqual(["a", "b", "c"]);
    feed.returnChanges();
    feed.ingest(trades(["d", "100", 1_003]), 4);
    expect(drainFrame(feed)?.trades).toEqual(["a", "b", "c", "d"]);
    feed.ingest(trades(["d", "100", 1_003]), 5);
    expect(drainFrame(feed)).toBeNull();
  });

  it("goes on exactly after the last trade of the leader before", () => {
    const feed = openFeed();
    feed.ingest(trades(["a", "100", 1_001], ["b", "100", 1_001], ["c", "100", 1_002]), 3);
    feed.continueAfter(SYMBOL, { id: "b", timeMs: 1_001 });
    expect(drainFrame(feed)?.trades).toEqual(["c"]);
    const later = openFeed();
    later.ingest(trades(["x", "100", 1_001], ["y", "100", 1_005]), 3);
    later.continueAfter(SYMBOL, { id: "unseen", timeMs: 1_001 });
    expect(drainFrame(later)?.trades).toEqual(["y"]);
  });
});
