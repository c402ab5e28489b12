import { type Price, type Qty, sub, ZERO } from "@/lib/core/decimal";
import { bestPrices, shownAt, walkBook } from "@/lib/core/engine/book-walk";
import { type Context, isFresh, type Market, marketOf } from "@/lib/core/engine/context";
import { type Draft, emit } from "@/lib/core/engine/draft";
import { fillOrder, type Quote, requireInstrument, requireMarket } from "@/lib/core/engine/fill";
import { hasLimit, type Order } from "@/lib/core/engine/order";
import { findOrder, type PortfolioState } from "@/lib/core/engine/state";

/** The book when it may be filled from: fresh, with both sides, not crossed. */
export function usableBook(context: Context, market: Market) {
  return isFresh(context, market) && bestPrices(market.book) !== null ? market.book : null;
}

/**
 * What an order would get now: through the book where there is one, else whole at `pathPrice`, else nothing.
 * Nothing better than `pathPrice` is given, and nothing beyond the order's limit or the venue's price cap.
 */
export function quoteMarket(
  state: PortfolioState,
  context: Context,
  input: { order: Order; qty: Qty; pathPrice: Price | null },
): Quote {
  const { order, qty, pathPrice } = input;
  const market = requireMarket(context, order.symbol);
  const book = usableBook(context, market);
  if (book === null) {
    const price = pathPrice ?? market.last;
    const given = pathPrice === null ? sub(qty, qty) : qty;
    return { qty: given, price, levels: [], liquidity: "taker", source: "path" };
  }
  const quote = walkBook(book, {
    symbol: order.symbol,
    side: order.side,
    qty,
    limit: hasLimit(order.kind) ? order.price : findPriceCap(context, order, market),
    notBetterThan: pathPrice,
    consumed: state.consumed,
  });
  return { qty: quote.qty, price: quote.price, levels: quote.levels, liquidity: "taker", source: "book" };
}

/** Fills an order as a taker, now, and leaves what it doesn't get. */
export function takeMarket(draft: Draft, orderId: string, pathPrice: Price | null): void {
  fillOrder(draft, orderId, {
    quoting: (order, qty) => quoteMarket(draft.state, draft.context, { order, qty, pathPrice }),
    checkMargin: true,
  });
}

/** Withdraws what an order that may not rest has left. */
export function cancelRemainder(draft: Draft, orderId: string): void {
  if (findOrder(draft.state, orderId) === null) return;
  emit(draft, { type: "order-cancelled", orderId, reason: "remainder" });
}

/** What stands ahead of a limit order at its price: the visible size there, nothing where the book is unknown. */
export function findQueueAhead(context: Context, order: Pick<Order, "symbol" | "side">, price: Price | null) {
  const market = marketOf(context, order.symbol);
  if (price === null || market === null || !isFresh(context, market)) return ZERO;
  return shownAt(market.book, order.side, price);
}

/** Worst price that a market order may pay; orders that only reduce are never held back by it. */
function findPriceCap(context: Context, order: Order, market: Market): Price | null {
  if (order.reduceOnly) return null;
  const limit = context.rules.priceLimit(requireInstrument(context, order.symbol), market);
  if (limit === null) return null;
  return order.side === "buy" ? limit.maxBuy : limit.minSell;
}
