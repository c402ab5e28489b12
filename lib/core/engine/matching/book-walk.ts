import { add, max, min, notional, type Price, priceOf, type Qty, sub, ZERO } from "@/lib/core/decimal";
import type { Book } from "@/lib/core/engine/context";
import type { WalkedLevel } from "@/lib/core/engine/events";
import type { Side } from "@/lib/core/engine/orders/order";
import type { ConsumedLevel } from "@/lib/core/engine/state/state";

/** Result of a walk through the book: quantity, volume-weighted price and the levels it takes from. */
export type BookQuote = { qty: Qty; price: Price; levels: readonly WalkedLevel[] };

/**
 * After this time a level that was taken from is another one, which only stands at the same price: nothing of
 * it is taken. The venue would have updated it long before.
 */
const CONSUMED_FOR_MS = 60_000;

type Walk = {
  symbol: string;
  side: Side;
  qty: Qty;
  /** When the venue made the book, ms. */
  bookMs: number;
  /** Worst price accepted, or null for any. */
  limit: Price | null;
  /** No level fills better than this, the price that triggered a stop. Null for none. */
  notBetterThan: Price | null;
  consumed: readonly ConsumedLevel[];
};

/**
 * Takes up to `qty` from the opposite side of the book, best level first, less what this portfolio took
 * before: quantity that the venue adds to a level is available, what the portfolio took of it stays taken.
 */
export function walkBook(book: Book, walk: Walk): BookQuote {
  const levels: WalkedLevel[] = [];
  let left = walk.qty;
  let value = notional(ZERO, ZERO);
  for (const level of walk.side === "buy" ? book.asks : book.bids) {
    if (left === 0n || isWorse(walk.side, level.price, walk.limit)) break;
    if (level.price <= 0n || level.qty <= 0n) continue;
    const takenBefore = consumedAt(walk, level);
    const taken = min(left, max(sub(level.qty, takenBefore), ZERO));
    levels.push({ price: level.price, shown: level.qty, takenBefore, taken });
    if (taken === 0n) continue;
    const price = worseOf(walk.side, level.price, walk.notBetterThan);
    // Most orders end at the first level with quantity left: no average to compute.
    if (taken === walk.qty) return { qty: taken, price, levels };
    left = sub(left, taken);
    value = add(value, notional(price, taken));
  }
  const qty = sub(walk.qty, left);
  return { qty, price: qty === 0n ? ZERO : priceOf(value, qty), levels };
}

/** Whether `price` is worse than `limit` for this side. */
export function isWorse(side: Side, price: Price, limit: Price | null): boolean {
  if (limit === null) return false;
  return side === "buy" ? price > limit : price < limit;
}

/** The price that is worse for this side; `other` null means no bound. */
export function worseOf(side: Side, price: Price, other: Price | null): Price {
  return other !== null && isWorse(side, other, price) ? other : price;
}

/** Best bid and ask, or null for an empty or crossed book, from which nothing is filled. */
export function bestPrices(book: Book | null): { bid: Price; ask: Price } | null {
  const bid = book?.bids[0]?.price;
  const ask = book?.asks[0]?.price;
  if (bid === undefined || ask === undefined || bid <= 0n || bid >= ask) return null;
  return { bid, ask };
}

/**
 * Size shown at `price` on the order's own side: the quantity ahead of a new resting order there. Null for a
 * price beyond the deepest level shown, where it is unknown.
 */
export function shownAt(book: Book | null, side: Side, price: Price): Qty | null {
  for (const level of (side === "buy" ? book?.bids : book?.asks) ?? []) {
    if (level.price === price) return level.qty;
    if (isWorse(side, price, level.price)) return ZERO;
  }
  return null;
}

/** Whether what was taken of a level counts in a book of `bookMs`. */
export function isStillTaken(item: ConsumedLevel, bookMs: number): boolean {
  return bookMs - item.bookMs <= CONSUMED_FOR_MS;
}

function consumedAt(walk: Walk, level: { price: Price; qty: Qty }): Qty {
  const side = walk.side === "buy" ? "sell" : "buy";
  for (const item of walk.consumed) {
    if (item.price === level.price && item.side === side && item.symbol === walk.symbol) {
      return isStillTaken(item, walk.bookMs) ? min(item.taken, level.qty) : ZERO;
    }
  }
  return ZERO;
}
