import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Price, type Qty, sum } from "@/lib/core/decimal";
import type { Book } from "@/lib/core/engine/context";
import { bestPrices, isWorse, shownAt, walkBook, worseOf } from "@/lib/core/engine/matching/book-walk";
import type { Side } from "@/lib/core/engine/orders/order";
import type { ConsumedLevel } from "@/lib/core/engine/state/state";
import { price, qty } from "@/tests/support/engine-fixtures";

type Level = [at: string | number, size: string | number];
const levels = (rows: Level[]) => rows.map(([at, size]) => ({ price: price(at), qty: qty(size) }));
const makeBook = (bids: Level[], asks: Level[]): Book => ({ bids: levels(bids), asks: levels(asks) });

const BOOK = makeBook(
  [
    [99, 2],
    [98, 4],
  ],
  [
    [101, 1],
    [102, 3],
  ],
);

function walk(over: {
  book?: Book;
  side?: Side;
  qty: string | number;
  limit?: number;
  notBetterThan?: number;
  bookMs?: number;
  consumed?: ConsumedLevel[];
}) {
  const { book = BOOK, side = "buy", limit, notBetterThan, bookMs = 0, consumed = [] } = over;
  const quote = walkBook(book, {
    symbol: "BTCUSDT",
    side,
    qty: qty(over.qty),
    limit: limit === undefined ? null : price(limit),
    notBetterThan: notBetterThan === undefined ? null : price(notBetterThan),
    bookMs,
    consumed,
  });
  return { ...quote, taken: quote.levels.map((level) => level.taken) };
}

const taken = (over: Partial<ConsumedLevel> = {}): ConsumedLevel => ({
  symbol: "BTCUSDT",
  side: "sell",
  price: price(101),
  taken: qty(1),
  bookMs: 0,
  ...over,
});

describe("a walk through the book", () => {
  it.each([
    ["one level", { qty: "0.5" }, "0.5", "101", ["0.5"]],
    ["a whole level", { qty: 1 }, "1", "101", ["1"]],
    ["two levels, volume-weighted", { qty: 4 }, "4", "101.75", ["1", "3"]],
    ["no more than there is", { qty: 9 }, "4", "101.75", ["1", "3"]],
    ["the other side for a sell", { side: "sell", qty: 3 }, "3", "98.666666666666666666", ["2", "1"]],
    ["nothing beyond its limit", { qty: 4, limit: 101 }, "1", "101", ["1"]],
    ["nothing at all where the best is too dear", { qty: 1, limit: 100 }, "0", "0", []],
    ["nothing better than its trigger", { qty: 1, notBetterThan: 105 }, "1", "105", ["1"]],
    ["nothing without a quantity", { qty: 0 }, "0", "0", []],
  ] as const)("takes %s", (_, over, filled, at, by) => {
    const quote = walk(over);
    expect([quote.qty, quote.taken]).toEqual([qty(filled), by.map(qty)]);
    expect(Math.abs(Number(quote.price - price(at)))).toBeLessThanOrEqual(1);
  });

  it.each([
    ["what it took stays taken", taken(), ["0", "1"]],
    ["a part of it, too", taken({ taken: qty("0.4") }), ["0.6", "0.4"]],
    ["and no more than the level still shows", taken({ taken: qty(3) }), ["0", "1"]],
    ["at another price", taken({ price: price(102) }), ["1"]],
    ["on the other side", taken({ side: "buy" }), ["1"]],
    ["in another symbol", taken({ symbol: "ETHUSDT" }), ["1"]],
  ])("%s", (_, consumed, by) => {
    expect(walk({ qty: 1, consumed: [consumed] }).taken).toEqual(by.map(qty));
  });

  it("nothing stays taken after a minute, when the level can't be the same any more", () => {
    for (const [bookMs, by] of [
      [60_000, ["0", "1"]],
      [60_001, ["1"]],
    ] as const)
      expect(walk({ qty: 1, bookMs, consumed: [taken()] }).taken).toEqual(by.map(qty));
  });

  it.each([
    ["what the venue adds is available", 5, 8, ["3"]],
    ["what is left of a smaller level stays taken", 5, 4, ["0"]],
    ["a part that was never taken stays available", 2, 4, ["2"]],
  ] as const)("%s: %d taken of a level that shows %d", (_, before, shown, by) => {
    for (const side of ["buy", "sell"] as const) {
      const at = side === "buy" ? 101 : 99;
      const book = side === "buy" ? makeBook([], [[at, shown]]) : makeBook([[at, shown]], []);
      const consumed = [
        taken({ side: side === "buy" ? "sell" : "buy", price: price(at), taken: qty(before) }),
      ];
      expect(walk({ book, side, qty: 9, consumed }).taken).toEqual(by.map(qty));
    }
  });

  it("skips levels that are none", () => {
    const book = makeBook(
      [],
      [
        [101, 0],
        [0, 5],
        [102, 1],
      ],
    );
    expect(walk({ book, qty: 1 })).toMatchObject({ qty: qty(1), price: price(102), taken: [qty(1)] });
  });

  it("takes what its levels say, at a price between the first and the last", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 400 }), (shown, wanted) => {
        const book = makeBook(
          [],
          shown.map((size, index) => [101 + index, size]),
        );
        const quote = walk({ book, qty: wanted });
        const total = shown.reduce((all, size) => all + size, 0);
        expect(quote.qty).toBe(sum(quote.taken));
        expect(quote.qty).toBe(qty(Math.min(wanted, total)));
        const prices = quote.levels.map((level) => level.price);
        expect(quote.price >= (prices[0] ?? 0n) && quote.price <= (prices.at(-1) ?? 0n)).toBe(true);
      }),
    );
  });
});

describe("prices of a book", () => {
  it.each<[name: string, book: Book | null, best: { bid: Price; ask: Price } | null]>([
    ["both sides", BOOK, { bid: price(99), ask: price(101) }],
    ["no book", null, null],
    ["an empty side", makeBook([[99, 1]], []), null],
    ["a crossed book", makeBook([[102, 1]], [[101, 1]]), null],
    ["a locked book", makeBook([[101, 1]], [[101, 1]]), null],
    ["a bid of zero", makeBook([[0, 1]], [[101, 1]]), null],
  ])("best of %s", (_, book, best) => {
    expect(bestPrices(book)).toEqual(best);
  });

  it.each<[side: Side, at: number | string, size: Qty | null]>([
    ["buy", 98, qty(4)],
    ["buy", 98.5, qty(0)],
    ["buy", 101, qty(0)],
    ["buy", 97, null],
    ["sell", 102, qty(3)],
    ["sell", 100, qty(0)],
    ["sell", 103, null],
  ])("shown for a %s at %s", (side, at, size) => {
    expect(shownAt(BOOK, side, price(at))).toBe(size);
    expect(shownAt(null, side, price(at))).toBeNull();
  });

  it.each<[side: Side, at: number, other: number | null, isWorseThan: boolean, worse: number]>([
    ["buy", 101, 100, true, 101],
    ["buy", 99, 100, false, 100],
    ["sell", 99, 100, true, 99],
    ["sell", 101, 100, false, 100],
    ["buy", 100, 100, false, 100],
    ["sell", 100, null, false, 100],
  ])("%s at %d beside %s", (side, at, other, isWorseThan, worse) => {
    const bound = other === null ? null : price(other);
    expect(isWorse(side, price(at), bound)).toBe(isWorseThan);
    expect(worseOf(side, price(at), bound)).toBe(price(worse));
  });
});
