import { type Price, ZERO } from "@/lib/core/decimal";
import type { OrderRequest } from "@/lib/core/engine/commands";
import { type Context, marketOf } from "@/lib/core/engine/context";
import { type Draft, emit } from "@/lib/core/engine/draft";
import { isConditional, mayNotRest, type Order } from "@/lib/core/engine/order";
import { findRejection } from "@/lib/core/engine/reject";
import type { RejectReason } from "@/lib/core/engine/reject-reason";
import { findOrder, type PortfolioState } from "@/lib/core/engine/state";
import {
  cancelRemainder,
  findQueueAhead,
  quoteMarket,
  takeMarket,
  usableBook,
} from "@/lib/core/engine/take-market";
import { isMarketable } from "@/lib/core/engine/triggers";

/**
 * Accepts an order or tells why not. A market order is QUEUED until `execute`; a limit order that meets the book
 * takes from it at once and the rest of it rests. An id that is already open is left as it is.
 */
export function submitOrder(draft: Draft, request: OrderRequest): RejectReason | null {
  if (findOrder(draft.state, request.orderId) !== null) return null;
  const order = buildOrder(draft.state, request, draft.context);
  const reason = findRejection(draft.state, order, draft.context);
  if (reason !== null) return reason;
  emit(draft, { type: "order-accepted", order });
  if (order.status === "OPEN" && !isConditional(order)) matchOnArrival(draft, order.id);
  return null;
}

/** Lets a resting order take what the book offers at its price or better; IOC and FOK end here. */
export function matchOnArrival(draft: Draft, orderId: string): void {
  const order = findOrder(draft.state, orderId);
  if (order === null || draft.context.rules.marketFill !== "book") return;
  const market = marketOf(draft.context, order.symbol);
  const book = market && usableBook(draft.context, market);
  const best = order.side === "buy" ? book?.asks[0]?.price : book?.bids[0]?.price;
  if (best !== undefined && isMarketable(order, best)) takeMarket(draft, orderId, null);
  if (mayNotRest(order)) cancelRemainder(draft, orderId);
}

function buildOrder(state: PortfolioState, request: OrderRequest, context: Context): Order {
  const { symbol, side, kind } = request;
  const isMarket = kind === "market";
  const { trigger, trail, attached } = request;
  const market = marketOf(context, symbol);
  const { deadlineMs } = context.rules;
  const draftOrder: Order = {
    id: request.orderId,
    symbol,
    side,
    kind,
    qty: request.qty,
    filled: ZERO,
    filledValue: ZERO,
    fees: ZERO,
    price: request.price ?? null,
    trigger: trigger ? { price: trigger.price, by: trigger.by ?? "last" } : null,
    trail: trail
      ? {
          distance: trail.distance,
          activation: trail.activation ?? null,
          extreme: trail.activation === undefined ? (market?.last ?? null) : null,
        }
      : null,
    timeInForce: request.timeInForce ?? (isMarket ? "IOC" : "GTC"),
    reduceOnly: request.reduceOnly ?? false,
    purpose: request.purpose ?? "manual",
    attached: attached
      ? { stopLoss: attached.stopLoss ?? null, takeProfit: attached.takeProfit ?? null }
      : null,
    status: isMarket ? "QUEUED" : "OPEN",
    queueAhead: ZERO,
    met: null,
    acceptedAtMs: context.nowMs,
    acceptedSeq: state.seq + 1,
    deadlineMs: isMarket && deadlineMs !== null ? context.nowMs + deadlineMs : (request.goodTillMs ?? null),
  };
  if (isMarket) draftOrder.price = findHeldPrice(state, draftOrder, context);
  if (kind === "limit") draftOrder.queueAhead = findQueueAhead(context, draftOrder, draftOrder.price);
  return draftOrder;
}

/** The price at which a market order's margin is held: what the book gives now, or the price that was named. */
function findHeldPrice(state: PortfolioState, order: Order, context: Context): Price | null {
  const market = marketOf(context, order.symbol);
  if (context.rules.marketFill === "held-price") return order.price ?? market?.last ?? null;
  if (market === null || !context.instruments.has(order.symbol)) return null;
  const quote = quoteMarket(state, context, { order, qty: order.qty, pathPrice: null });
  return quote.qty === 0n ? market.last : quote.price;
}
