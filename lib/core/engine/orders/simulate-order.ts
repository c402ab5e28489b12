import type { OrderRequest } from "@/lib/core/engine/commands";
import { type Context, isFresh, marketOf, replaceMarkets, toVenueMs } from "@/lib/core/engine/context";
import { type Decision, decide } from "@/lib/core/engine/decide";
import type { OrderFilled } from "@/lib/core/engine/events";
import type { Order } from "@/lib/core/engine/orders/order";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { findOrder, type PortfolioState } from "@/lib/core/engine/state/state";

/** What an order would do at the market of the context: the state after it, its fills, and itself while it is open. */
export type OrderSimulation =
  | { ok: true; state: PortfolioState; accepted: Order; open: Order | null; fills: readonly OrderFilled[] }
  | { ok: false; reason: RejectReason };

/**
 * Decides an order and its execution on a copy of the state, as if the venue's next book were the present one. The
 * order itself is decided by the same function as a real one; nothing is stored.
 */
export function simulateOrder(
  state: PortfolioState,
  request: OrderRequest,
  context: Context,
): OrderSimulation {
  const submitted = decide(state, { type: "submit", order: request }, context);
  if (!submitted.ok) return { ok: false, reason: submitted.reason };
  const accepted = acceptedIn(submitted, request.orderId);
  if (findOrder(submitted.state, request.orderId)?.status !== "QUEUED") {
    return conclude(submitted, submitted, accepted);
  }
  const market = marketOf(context, request.symbol);
  if (market === null || !isFresh(context, market)) return { ok: false, reason: "market_data_stale" };
  const command = { type: "execute", orderId: request.orderId } as const;
  const executed = decide(submitted.state, command, withNextBook(context, request.symbol));
  if (!executed.ok) return { ok: false, reason: executed.reason };
  return conclude(submitted, executed, accepted);
}

function acceptedIn({ events, state }: Decision, orderId: string): Order {
  const event = events.find((one) => one.type === "order-accepted" && one.order.id === orderId);
  if (event?.type !== "order-accepted") throw new Error(`Order ${orderId} was not accepted.`);
  return { ...event.order, acceptedAtMs: event.atMs, acceptedSeq: state.seq };
}

function conclude(submitted: Decision, last: Decision, accepted: Order): OrderSimulation {
  const events = submitted === last ? last.events : [...submitted.events, ...last.events];
  const own = events.filter((event) => "orderId" in event && event.orderId === accepted.id);
  const rejected = own.find((event) => event.type === "order-rejected");
  if (rejected?.type === "order-rejected") return { ok: false, reason: rejected.reason };
  const fills = own.flatMap((event) => (event.type === "order-filled" ? [event] : []));
  return { ok: true, state: last.state, accepted, open: findOrder(last.state, accepted.id), fills };
}

/** The context with the symbol's book as one that the venue makes right after the acceptance. */
function withNextBook(context: Context, symbol: string): Context {
  const market = context.markets.get(symbol);
  if (market === undefined) return context;
  const bookMs = toVenueMs(market, context.nowMs) + 1;
  const feed = market.feed && { ...market.feed, walkedMs: Math.max(market.feed.walkedMs, bookMs) };
  const later = { ...market, bookMs, ...(feed && { feed }) };
  return { ...context, markets: replaceMarkets(context.markets, new Map([[symbol, later]])) };
}
