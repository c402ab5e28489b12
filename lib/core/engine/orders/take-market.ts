import { type Price, type Qty, ZERO } from "@/lib/core/decimal";
import { type Context, type Draft, isFresh, type Market, marketOf } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import { bestPrices, shownAt, walkBook } from "@/lib/core/engine/matching/book-walk";
import { fillOrder, type Quote, requireInstrument, requireMarket } from "@/lib/core/engine/matching/fill";
import { quotePath } from "@/lib/core/engine/matching/quote-path";
import { hasLimit, type Order } from "@/lib/core/engine/orders/order";
import { findOrder, type PortfolioState } from "@/lib/core/engine/state/state";

/** The book if it may be filled from: fresh, with both sides, not crossed. */
export function usableBook(context: Context, market: Market) {
  return isFresh(context, market) && bestPrices(market.book) !== null ? market.book : null;
}

/** The fields of an order that a quote depends on. */
type Quotable = Pick<Order, "symbol" | "side" | "kind" | "price" | "reduceOnly">;

/**
 * What an order would get now: through the book where there is one, else from the path at `pathPrice`, else
 * nothing. No price is better than `pathPrice`, or beyond the order's limit or the venue's price cap.
 */
export function quoteMarket(
  state: PortfolioState,
  context: Context,
  input: { order: Quotable; qty: Qty; pathPrice: Price | null },
): Quote {
  const { order, qty, pathPrice } = input;
  const market = requireMarket(context, order.symbol);
  const book = usableBook(context, market);
  const { symbol, side } = order;
  const limit = hasLimit(order.kind) ? order.price : calculatePriceCap(context, order, market);
  if (book === null) {
    const path = context.at?.symbol === symbol ? context.at.path : null;
    const given =
      path === null || pathPrice === null
        ? { qty: ZERO, price: market.last }
        : quotePath(market, path, { side, qty, pathPrice, limit, step: stepOf(context, symbol) });
    return { qty: given.qty, price: given.price, levels: [], liquidity: "taker", source: "path" };
  }
  const quote = walkBook(book, {
    symbol,
    side,
    qty,
    limit,
    notBetterThan: pathPrice,
    bookMs: market.bookMs,
    consumed: state.consumed,
  });
  return { qty: quote.qty, price: quote.price, levels: quote.levels, liquidity: "taker", source: "book" };
}

function stepOf(context: Context, symbol: string) {
  return requireInstrument(context, symbol).qtyStep;
}

/** Fills an order as a taker now; the rest of it stays open. */
export function takeMarket(draft: Draft, orderId: string, pathPrice: Price | null): void {
  fillOrder(draft, orderId, {
    quoting: (order, qty) => quoteMarket(draft.state, draft.context, { order, qty, pathPrice }),
    checkMargin: true,
  });
}

/** Withdraws the rest of an order that may not rest. */
export function cancelRemainder(draft: Draft, orderId: string): void {
  if (findOrder(draft.state, orderId) === null) return;
  emit(draft, { type: "order-cancelled", orderId, reason: "remainder" });
}

/**
 * Quantity ahead of a limit order at its price: the visible size there, null where a fresh book doesn't show
 * it.
 */
export function calculateQueueAhead(
  context: Context,
  order: Pick<Order, "symbol" | "side">,
  price: Price | null,
): Qty | null {
  const market = marketOf(context, order.symbol);
  if (price === null || market === null || !isFresh(context, market)) return null;
  return shownAt(market.book, order.side, price);
}

/** Worst price that a market order may pay; reduce-only orders have no cap. */
function calculatePriceCap(context: Context, order: Quotable, market: Market): Price | null {
  if (order.reduceOnly) return null;
  const limit = context.rules.priceLimit(requireInstrument(context, order.symbol), market);
  if (limit === null) return null;
  return order.side === "buy" ? limit.maxBuy : limit.minSell;
}
