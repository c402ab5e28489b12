import { isFresh, marketOf } from "@/lib/core/engine/context";
import { type Draft, emit } from "@/lib/core/engine/draft";
import { fillOrder, type Quote, quoteAt } from "@/lib/core/engine/fill";
import { type Order, remainingQty } from "@/lib/core/engine/order";
import type { RejectReason } from "@/lib/core/engine/reject-reason";
import { findOrder } from "@/lib/core/engine/state";
import { cancelRemainder, quoteMarket, usableBook } from "@/lib/core/engine/take-market";

/**
 * Fills a queued market order: whole at its held price, or through the book, what is left being cancelled. Too
 * late, it is rejected. Without fresh data nothing happens and the caller may try again before the deadline.
 */
export function executeOrder(draft: Draft, orderId: string): RejectReason | null {
  const order = findOrder(draft.state, orderId);
  if (order === null || order.status !== "QUEUED") return "order_not_open";
  const { context } = draft;
  if (order.deadlineMs !== null && context.nowMs > order.deadlineMs) {
    return withdraw(draft, order, "execution_timeout");
  }
  if (context.halted?.has("*") || context.halted?.has(order.symbol)) {
    return withdraw(draft, order, "trading_halted");
  }
  if (context.instruments.get(order.symbol)?.status === "closed") {
    return withdraw(draft, order, "instrument_closed");
  }
  if (context.rules.marketFill === "held-price" && order.price !== null) {
    fillOrder(draft, orderId, { quoting: quoteAt(order.price, "taker", "held-price"), checkMargin: false });
    return null;
  }
  const market = marketOf(context, order.symbol);
  if (market === null || !isFresh(context, market)) return "market_data_stale";
  if (usableBook(context, market) === null) return "market_data_stale";
  const qty = remainingQty(order);
  const quote = quoteMarket(draft.state, context, { order, qty, pathPrice: null });
  const isShort = order.timeInForce === "FOK" ? quote.qty < qty : quote.qty === 0n;
  if (isShort) return withdraw(draft, order, "no_liquidity");
  let known: Quote | null = quote;
  fillOrder(draft, orderId, {
    quoting: (current, part) => {
      const reused = part === qty ? known : null;
      known = null;
      return reused ?? quoteMarket(draft.state, context, { order: current, qty: part, pathPrice: null });
    },
    checkMargin: true,
  });
  cancelRemainder(draft, orderId);
  return null;
}

/** Ends everything whose time is over: queued market orders are rejected, resting ones expire. */
export function expireOrders(draft: Draft): void {
  for (const order of draft.state.orders) {
    if (order.deadlineMs === null || draft.context.nowMs <= order.deadlineMs) continue;
    if (order.status === "QUEUED") withdraw(draft, order, "execution_timeout");
    else emit(draft, { type: "order-expired", orderId: order.id });
  }
}

function withdraw(draft: Draft, order: Order, reason: RejectReason): null {
  emit(draft, { type: "order-rejected", orderId: order.id, reason });
  return null;
}
