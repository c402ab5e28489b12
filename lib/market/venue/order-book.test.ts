import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyBookUpdate, BOOK_DEPTH, createBook } from "@/lib/market/venue/order-book";
import type { BookLevelDto } from "@/lib/schemas/market/market";

const update = (updateId: number, bids: BookLevelDto[], asks: BookLevelDto[], snapshot = false) => ({
  snapshot,
  updateId,
  timeMs: updateId,
  bids,
  asks,
});

function openBook() {
  const book = createBook("BTCUSDT");
  applyBookUpdate(
    book,
    update(
      10,
      [
        ["100", "1"],
        ["99", "2"],
      ],
      [
        ["101", "1"],
        ["102", "2"],
      ],
      true,
    ),
  );
  return book;
}

describe("applyBookUpdate", () => {
  it("inserts, replaces and removes levels and keeps the best first", () => {
    const book = openBook();
    const delta = update(
      11,
      [
        ["99.5", "3"],
        ["100", "0"],
        ["99", "5"],
      ],
      [
        ["101", "4"],
        ["100.5", "1"],
      ],
    );
    expect(applyBookUpdate(book, delta)).toBe("ok");
    expect(book.bids).toEqual([
      ["99.5", "3"],
      ["99", "5"],
    ]);
    expect(book.asks).toEqual([
      ["100.5", "1"],
      ["101", "4"],
      ["102", "2"],
    ]);
  });

  it("takes the same price in another spelling as the same level", () => {
    const book = openBook();
    applyBookUpdate(book, update(11, [["100.00", "7"]], [["102.0", "0"]]));
    expect(book.bids[0]).toEqual(["100.00", "7"]);
    expect(book.asks).toEqual([["101", "1"]]);
  });

  it("reports a gap and an old update, and changes nothing", () => {
    const book = openBook();
    const before = structuredClone(book);
    expect(applyBookUpdate(book, update(12, [["98", "1"]], []))).toBe("gap");
    expect(applyBookUpdate(book, update(10, [["98", "1"]], []))).toBe("old");
    expect(applyBookUpdate(createBook("X"), update(1_000, [["98", "1"]], []))).toBe("gap");
    expect(book).toEqual(before);
  });

  it("starts over at a snapshot, and at a delta numbered 1", () => {
    const book = openBook();
    expect(applyBookUpdate(book, update(5, [["50", "1"]], [["51", "1"]], true))).toBe("ok");
    expect(book.bids).toEqual([["50", "1"]]);
    expect(applyBookUpdate(book, update(1, [["60", "1"]], [["61", "1"]]))).toBe("ok");
    expect(book.asks).toEqual([["61", "1"]]);
  });

  it("reports a crossed book", () => {
    expect(applyBookUpdate(openBook(), update(11, [["101", "1"]], []))).toBe("crossed");
  });

  it("equals a map of prices after any run of updates, cut to its depth", () => {
    const side = (low: number) =>
      fc.array(fc.tuple(fc.integer({ min: low, max: low + 90 }), fc.integer({ min: 0, max: 3 })), {
        maxLength: 30,
      });
    fc.assert(
      fc.property(fc.array(fc.tuple(side(1), side(200)), { maxLength: 3 }), (deltas) => {
        const book = createBook("BTCUSDT");
        applyBookUpdate(book, update(1, [], [], true));
        const bids = new Map<number, string>();
        const asks = new Map<number, string>();
        deltas.forEach(([bidChanges, askChanges], index) => {
          const text = (changes: [number, number][]) =>
            changes.map(([p, q]): BookLevelDto => [`${p}`, `${q}`]);
          applyBookUpdate(book, update(index + 2, text(bidChanges), text(askChanges)));
          for (const [p, q] of bidChanges) q === 0 ? bids.delete(p) : bids.set(p, `${q}`);
          for (const [p, q] of askChanges) q === 0 ? asks.delete(p) : asks.set(p, `${q}`);
        });
        // A level that leaves the window is lost, so only books that never overflow can be compared.
        fc.pre(bids.size <= BOOK_DEPTH && asks.size <= BOOK_DEPTH && deltas.flat(2).length <= BOOK_DEPTH);
        const sorted = (side: Map<number, string>, sign: number) =>
          [...side].sort(([a], [b]) => (a - b) * sign).map(([p, q]) => [`${p}`, q]);
        expect(book.bids).toEqual(sorted(bids, -1));
        expect(book.asks).toEqual(sorted(asks, 1));
      }),
    );
  });
});
