import "server-only";
import { type Price, parsePrice, parseQty, ZERO } from "@/lib/core/decimal";
import type { BookLevel, Market } from "@/lib/core/engine/context";
import type { SymbolFrame } from "@/lib/market/ingest/ticker-frame";
import type { BookDto as BookMessage, BookLevelDto as LevelText } from "@/lib/schemas/market/market";

const PARSED = new WeakMap<SymbolFrame, Market | null>();

/** A frame as the engine's market; null when it has no usable price. Parsed once for each frame. */
export function parseMarket(frame: SymbolFrame): Market | null {
  let market = PARSED.get(frame);
  if (market === undefined) {
    market = buildMarket(frame);
    PARSED.set(frame, market);
  }
  return market;
}

/** Without a mark from the venue the last price is used; the engine never fills at zero or less. */
function buildMarket({ tick, book, clock }: SymbolFrame): Market | null {
  const last = parsePrice(tick.last);
  const mark = tick.mark === null ? last : parsePrice(tick.mark);
  if (last <= 0n || mark <= 0n) return null;
  const index: Price | null = tick.index === null ? null : parsePrice(tick.index);
  return {
    last,
    mark,
    index: index !== null && index > 0n ? index : null,
    ...(book ? parseBook(book) : { book: null }),
    tickMs: tick.timeMs,
    tickSeq: book?.updateId ?? 0,
    bookMs: book?.timeMs ?? 0,
    ...(clock && { feed: clock }),
  };
}

/**
 * Null for a book that is crossed or has an empty side; while a book waits for its snapshot, the last known
 * one.
 */
function parseBook(book: BookMessage): Pick<Market, "book" | "lastBook"> {
  const bids = parseLevels(book.bids);
  const asks = parseLevels(book.asks);
  const [bid, ask] = [bids[0]?.price ?? ZERO, asks[0]?.price ?? ZERO];
  if (bid <= 0n || ask <= bid) return { book: null };
  return book.updateId > 0 ? { book: { bids, asks } } : { book: null, lastBook: { bids, asks } };
}

function parseLevels(levels: readonly LevelText[]): BookLevel[] {
  return levels.map(([price, qty]) => ({ price: parsePrice(price), qty: parseQty(qty) }));
}
