import { expect, it } from "vitest";
import type { SymbolFrame } from "@/lib/market/ingest/ticker-frame";
import { parseMarket } from "@/lib/market/venue/parse-market";
import type { Tick } from "@/lib/schemas/market/market";
import { price, qty } from "@/tests/support/engine-fixtures";

function frameOf(book: {
  bids: [string, string][];
  asks: [string, string][];
  updateId: number;
}): SymbolFrame {
  const tick = { symbol: "BTCUSDT", last: "100", mark: null, index: null, timeMs: 5 };
  return {
    fence: 1,
    sequence: 1,
    lastTrade: null,
    clock: null,
    tick: tick as Tick,
    book: { symbol: "BTCUSDT", timeMs: 5, ...book },
    trades: [],
  };
}

const LEVELS = { bids: [["99.9", "1"]], asks: [["100.1", "2"]] } satisfies Record<string, [string, string][]>;
const BOOK = {
  bids: [{ price: price("99.9"), qty: qty(1) }],
  asks: [{ price: price("100.1"), qty: qty(2) }],
};

it("keeps a book that waits for its snapshot as the last one known, from which nothing is filled", () => {
  expect(parseMarket(frameOf({ ...LEVELS, updateId: 7 }))).toMatchObject({ book: BOOK });
  expect(parseMarket(frameOf({ ...LEVELS, updateId: 0 }))).toMatchObject({ book: null, lastBook: BOOK });
});

it.each([
  ["crossed", { bids: [["100.2", "1"]], asks: [["100.1", "2"]], updateId: 7 }],
  ["one-sided", { bids: [], asks: [["100.1", "2"]], updateId: 0 }],
] as const)("knows no depth of a %s book", (_, book) => {
  const { bids, asks, updateId } = book;
  const market = parseMarket(
    frameOf({ bids: bids.map(([a, b]) => [a, b]), asks: asks.map(([a, b]) => [a, b]), updateId }),
  );
  expect(market?.book).toBeNull();
  expect(market?.lastBook).toBeUndefined();
});
