import {
  acceptedVenueMs,
  areExitsAllowed,
  type Context,
  type Draft,
  instrumentOf,
  isBookAfter,
  isFresh,
  isHalted,
  isWalkedTo,
  marketOf,
  toVenueMs,
} from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import { fillOrder, type Quote, quoteAt } from "@/lib/core/engine/matching/fill";
import { type Order, remainingQty } from "@/lib/core/engine/orders/order";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { arriveAtBook } from "@/lib/core/engine/orders/submit";
import { cancelRemainder, quoteMarket, usableBook } from "@/lib/core/engine/orders/take-market";
import { findOrder, isReducing } from "@/lib/core/engine/state/state";

/**
 * Executes a queued order: whole at its recorded price, or by the first book that the venue made after its
 * acceptance. The rest of a market order is cancelled; a limit order may rest. After the timeout it is
 * rejected. Without such a book, and before the price path has been walked up to the acceptance, nothing
 * happens and the caller may retry.
 */
export function executeOrder(draft: Draft, orderId: string): RejectReason | null {
  const order = findOrder(draft.state, orderId);
  if (order === null || order.status !== "QUEUED") return "order_not_open";
  const { context } = draft;
  if (isExecutionOver(order, context)) return withdraw(draft, order, "execution_timeout");
  const isStanding = isHalted(context, order.symbol);
  const isExit = areExitsAllowed(context, order.symbol) && isReducing(draft.state, order);
  if (isStanding && !isExit) return withdraw(draft, order, "trading_halted");
  if (context.instruments.get(order.symbol)?.status === "closed") {
    return withdraw(draft, order, "instrument_closed");
  }
  if (context.rules.marketFill === "held-price" && order.price !== null) {
    fillOrder(draft, orderId, { quoting: quoteAt(order.price, "taker", "held-price"), checkMargin: false });
    return null;
  }
  if (!hasBookFor(order, context)) return "market_data_stale";
  const qty = remainingQty(order);
  const quote = quoteMarket(draft.state, context, { order, qty, pathPrice: null });
  const isMarket = order.kind === "market";
  const isShort = order.timeInForce === "FOK" ? quote.qty < qty : isMarket && quote.qty === 0n;
  if (isShort) return withdraw(draft, order, "no_liquidity");
  if (!isMarket) {
    arriveAtBook(draft, orderId);
    return null;
  }
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

/**
 * Ends every order past its time: queued orders are rejected, resting ones expire. A resting order waits for
 * its price path to be walked up to its expiry: an earlier price may still match it.
 */
export function expireOrders(draft: Draft): void {
  const { context } = draft;
  for (const order of draft.state.orders) {
    const { id: orderId, status, symbol, expiresAtMs } = order;
    if (status === "QUEUED") {
      if (isExecutionOver(order, context)) withdraw(draft, order, "execution_timeout");
    } else if (
      expiresAtMs !== null &&
      context.nowMs > expiresAtMs &&
      isPathWalked(context, symbol, expiresAtMs)
    ) {
      emit(draft, { type: "order-expired", orderId });
    }
  }
}

/** Whether the price path has been walked up to an instant of our clock; of a closed symbol none comes any more. */
function isPathWalked(context: Context, symbol: string, ourMs: number): boolean {
  const market = marketOf(context, symbol);
  if (market?.feed === undefined || instrumentOf(context, symbol).status === "closed") return true;
  return market.feed.walkedMs >= toVenueMs(market, ourMs);
}

/**
 * Expires the symbol's resting orders that were due before a moment of a price path, on the venue's clock.
 */
export function expireBefore(draft: Draft, symbol: string, at: { timeMs: number; offsetMs: number }): void {
  for (const { id: orderId, symbol: of, status, expiresAtMs } of draft.state.orders) {
    if (of !== symbol || status === "QUEUED" || expiresAtMs === null) continue;
    if (at.timeMs <= expiresAtMs + at.offsetMs) continue;
    emit(draft, { type: "order-expired", orderId });
  }
}

/** Whether a queued order has waited for its book for too long. */
function isExecutionOver(order: Order, context: Context): boolean {
  const { nowMs, rules } = context;
  if (order.expiresAtMs !== null && nowMs > order.expiresAtMs) return true;
  if (rules.executionTimeoutMs === null) return false;
  const market = marketOf(context, order.symbol);
  const waitedMs = market
    ? toVenueMs(market, nowMs) - acceptedVenueMs(market, order)
    : nowMs - order.acceptedAtMs;
  return waitedMs > rules.executionTimeoutMs;
}

/** Which book an order may be filled from; no other place decides this. */
function hasBookFor(order: Order, context: Context): boolean {
  const market = marketOf(context, order.symbol);
  if (market === null || !isFresh(context, market) || usableBook(context, market) === null) return false;
  if (!isBookAfter(context, order)) return false;
  // Under a halt the path is not walked: an exit that is allowed then does not wait for it.
  return isHalted(context, order.symbol) || isWalkedTo(context, market, acceptedVenueMs(market, order));
}

/** Withdraws an order that could not be executed; earlier partial fills stay. */
function withdraw(draft: Draft, order: Order, reason: RejectReason): null {
  const orderId = order.id;
  if (order.filled > 0n) emit(draft, { type: "order-cancelled", orderId, reason: "remainder" });
  else emit(draft, { type: "order-rejected", orderId, reason });
  return null;
}
