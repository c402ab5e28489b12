import "server-only";
import type { BookDto, BookLevelDto } from "@/lib/schemas/market/market";
import { setLevel } from "@/lib/stream/book-levels";

/** Levels stored on each side: the depth of the subscribed topic. */
export const BOOK_DEPTH = 50;

type Update = {
  snapshot: boolean;
  updateId: number;
  timeMs: number;
  bids: BookLevelDto[];
  asks: BookLevelDto[];
};

/** A book that is updated in place. `bids` fall and `asks` rise in price, best first. */
export type LiveBook = BookDto & { symbol: string };

/** The result of an update; after anything but `ok` and `old` the book is invalid. */
export type BookOutcome = "ok" | "old" | "gap" | "crossed";

/** An empty book that waits for its first snapshot. */
export function createBook(symbol: string): LiveBook {
  return { symbol, bids: [], asks: [], updateId: 0, timeMs: 0 };
}

/**
 * Applies a snapshot or a delta in place. A snapshot (a delta with `u` 1 is one too) replaces everything;
 * a delta must follow the last update by exactly one. Size "0" removes a level.
 */
export function applyBookUpdate(book: LiveBook, update: Update): BookOutcome {
  const replaces = update.snapshot || update.updateId === 1;
  if (!replaces) {
    if (book.updateId === 0) return "gap";
    if (update.updateId <= book.updateId) return "old";
    if (update.updateId !== book.updateId + 1) return "gap";
  }
  if (replaces) {
    book.bids = [];
    book.asks = [];
  }
  for (const level of update.bids) setLevel(book.bids, level, -1);
  for (const level of update.asks) setLevel(book.asks, level, 1);
  if (book.bids.length > BOOK_DEPTH) book.bids.length = BOOK_DEPTH;
  if (book.asks.length > BOOK_DEPTH) book.asks.length = BOOK_DEPTH;
  book.updateId = update.updateId;
  book.timeMs = update.timeMs;
  return isCrossed(book) ? "crossed" : "ok";
}

function isCrossed(book: LiveBook): boolean {
  const [bid, ask] = [book.bids[0], book.asks[0]];
  return bid !== undefined && ask !== undefined && Number(bid[0]) >= Number(ask[0]);
}
