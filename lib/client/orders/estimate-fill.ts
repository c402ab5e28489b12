import { type Decimal, div, type Price, parsePrice, parseQty, type Qty, sub, ZERO } from "@/lib/core/decimal";
import { walkBook } from "@/lib/core/engine/matching/book-walk";
import type { Side } from "@/lib/core/engine/orders/order";
import type { BookDto } from "@/lib/schemas/market/market";

/**
 * What a market order would pay now: its average price, how much worse that is than the best price (a fraction),
 * and the quantity that the shown levels do not have.
 */
export type FillEstimate = { price: Price; slippage: Decimal; missing: Qty };

/** Walks the levels that the browser has, as the engine walks them. Null without any level. */
export function estimateFill(
  book: Pick<BookDto, "bids" | "asks">,
  order: { symbol: string; side: Side; qty: Qty },
): FillEstimate | null {
  const levels = order.side === "buy" ? book.asks : book.bids;
  const shown = levels.map(([price, size]) => ({ price: parsePrice(price), qty: parseQty(size) }));
  const best = shown[0];
  if (!best || order.qty <= 0n) return null;
  const walked = walkBook(
    { bids: shown, asks: shown },
    { ...order, bookMs: 0, limit: null, notBetterThan: null, consumed: [] },
  );
  if (walked.qty === 0n) return null;
  const distance = order.side === "buy" ? sub(walked.price, best.price) : sub(best.price, walked.price);
  return {
    price: walked.price,
    slippage: distance <= 0n ? ZERO : div<Decimal>(distance, best.price),
    missing: sub(order.qty, walked.qty),
  };
}
