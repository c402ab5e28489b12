import { type Price, ZERO } from "@/lib/core/decimal";
import { checkLeverage } from "@/lib/core/engine/check-leverage";
import type { OrderRequest } from "@/lib/core/engine/commands";
import { type Context, type Draft, isBookAfter, marketOf } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import { setLeverage } from "@/lib/core/engine/margin/set-leverage";
import { isMarketable, joinQueue } from "@/lib/core/engine/matching/triggers";
import { mayNotRest, type Order } from "@/lib/core/engine/orders/order";
import { findRejection } from "@/lib/core/engine/orders/reject";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import {
  calculateQueueAhead,
  cancelRemainder,
  quoteMarket,
  takeMarket,
  usableBook,
} from "@/lib/core/engine/orders/take-market";
import { isHedged, tradedSide } from "@/lib/core/engine/state/hedge";
import { findOrder, findPosition, orderLeverageOf, type PortfolioState } from "@/lib/core/engine/state/state";

/**
 * Accepts an order or returns the reason of its rejection. A market order is QUEUED until `execute`, and so
 * is a limit order that must be compared with the first book after its acceptance; any other limit order
 * rests immediately. An id that is already open is left as it is.
 */
export function submitOrder(draft: Draft, request: OrderRequest): RejectReason | null {
  if (findOrder(draft.state, request.orderId) !== null) return null;
  const { symbol, positionMode } = request;
  const isMeant = positionMode === undefined || isHedged(draft.state, symbol) === (positionMode === "hedge");
  if (!isMeant) return "position_mode_differs";
  const mismatch = applyLeverage(draft, request);
  if (mismatch !== null) return mismatch;
  const order = buildOrder(draft.state, request, draft.context);
  const reason = findRejection(draft.state, order, draft.context);
  if (reason !== null) return reason;
  emit(draft, { type: "order-accepted", order });
  // Only where books are given: a live book is never later than a command accepted now.
  const isDecided = order.kind === "limit" && order.status === "QUEUED" && isBookAfter(draft.context, order);
  if (isDecided) arriveAtBook(draft, order.id);
  return null;
}

/**
 * The leverage named by an order is set while nothing of its symbol is open, in hedge mode nothing of its side;
 * otherwise it must be the one in force.
 */
function applyLeverage(draft: Draft, request: OrderRequest): RejectReason | null {
  const { state } = draft;
  const { symbol, side: way, leverage, reduceOnly } = request;
  if (leverage === undefined || reduceOnly) return null;
  if (state.lock !== null) return "portfolio_locked";
  const fault = checkLeverage(leverage, draft.context.rules.leverageStep);
  if (fault !== null) return fault;
  const order = { symbol, side: way, reduceOnly: false };
  if (leverage === orderLeverageOf(state, order)) return null;
  const isOfOneSide = isHedged(state, symbol) && state.marginMode === "isolated";
  const isMeant = (other: Pick<Order, "symbol" | "side" | "reduceOnly">) =>
    other.symbol === symbol && (!isOfOneSide || tradedSide(other) === tradedSide(order));
  const held = findPosition(state, symbol, isOfOneSide ? tradedSide(order) : undefined);
  if (held !== null || state.orders.some(isMeant)) return "leverage_differs";
  return setLeverage(draft, { symbol, leverage, ...(isOfOneSide && { side: tradedSide(order) }) });
}

/**
 * Whether a limit order must wait for the first book after its acceptance: it may take from it, or may not
 * rest.
 */
export function awaitsBook(order: Order, context: Context): boolean {
  if (context.rules.marketFill !== "book" || order.price === null) return false;
  return mayNotRest(order) || order.timeInForce === "post-only" || matchesKnownBook(order, context);
}

/**
 * Executes a limit order against the first book after its acceptance: it takes what is offered at its price
 * or better, and the rest of it rests or is withdrawn. Post-only never takes.
 */
export function arriveAtBook(draft: Draft, orderId: string): void {
  const order = findOrder(draft.state, orderId);
  if (order === null) return;
  const isMatching = matchesKnownBook(order, draft.context);
  if (isMatching && order.timeInForce === "post-only") {
    emit(draft, { type: "order-rejected", orderId, reason: "post_only_would_match" });
    return;
  }
  if (isMatching) takeMarket(draft, orderId, null);
  if (mayNotRest(order)) cancelRemainder(draft, orderId);
  else joinQueue(draft, orderId);
}

function matchesKnownBook(order: Order, context: Context): boolean {
  const market = marketOf(context, order.symbol);
  const book = market && usableBook(context, market);
  const best = order.side === "buy" ? book?.asks[0]?.price : book?.bids[0]?.price;
  return best !== undefined && isMarketable(order, best);
}

function buildOrder(state: PortfolioState, request: OrderRequest, context: Context): Order {
  const { symbol, side, kind } = request;
  const isMarket = kind === "market";
  const { trigger, trail, attached } = request;
  const market = marketOf(context, symbol);
  const { executionTimeoutMs } = context.rules;
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
      ? {
          stopLoss: attached.stopLoss ?? null,
          takeProfit: attached.takeProfit ?? null,
          ...(attached.part && { part: attached.part }),
        }
      : null,
    status: isMarket ? "QUEUED" : "OPEN",
    queueAhead: ZERO,
    lastMatchedAt: null,
    acceptedAtMs: context.nowMs,
    acceptedSeq: state.seq + 1,
    expiresAtMs:
      isMarket && executionTimeoutMs !== null
        ? context.nowMs + executionTimeoutMs
        : findExpiry(state, request),
    ...(context.isByProgram && { isByProgram: true }),
  };
  if (isMarket) draftOrder.price = calculateReservedPrice(state, draftOrder, context);
  if (kind !== "limit") return draftOrder;
  if (awaitsBook(draftOrder, context)) draftOrder.status = "QUEUED";
  else draftOrder.queueAhead = calculateQueueAhead(context, draftOrder, draftOrder.price);
  return draftOrder;
}

/** When a resting order expires: with its competition at the latest, whose entries are locked some time later. */
function findExpiry({ challenge }: PortfolioState, { expiresAtMs }: OrderRequest): number | null {
  const endsAtMs = challenge?.plan.competition?.endsAtMs;
  if (endsAtMs === undefined) return expiresAtMs ?? null;
  return Math.min(expiresAtMs ?? Number.POSITIVE_INFINITY, endsAtMs - 1);
}

/**
 * The price at which a market order's margin is reserved: the book's current price, or the requested price.
 */
function calculateReservedPrice(state: PortfolioState, order: Order, context: Context): Price | null {
  const market = marketOf(context, order.symbol);
  if (context.rules.marketFill === "held-price") return order.price ?? market?.last ?? null;
  if (market === null || !context.instruments.has(order.symbol)) return null;
  const quote = quoteMarket(state, context, { order, qty: order.qty, pathPrice: null });
  return quote.qty === 0n ? market.last : quote.price;
}
