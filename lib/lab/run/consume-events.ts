import { add, div, neg, notional, type Price, priceOf, sub } from "@/lib/core/decimal";
import type { OrderFilled, RoundTripClosed } from "@/lib/core/engine/events";
import type { Simulation } from "@/lib/lab/run/simulation";
import { fromUnits } from "@/lib/lab/run/units";
import type { ClosedTrade, SubmittedOrder } from "@/lib/lab/strategy/submitted-order";
import { toNearestNumber } from "@/lib/lab/to-number";

/** Takes over what the engine's newest events say about orders and closed trades. */
export function consumeEvents(simulation: Simulation): void {
  const { events } = simulation.draft;
  for (; simulation.seenEvents < events.length; simulation.seenEvents += 1) {
    const event = events[simulation.seenEvents];
    if (event === undefined) return;
    if (event.type === "order-filled") consumeFill(simulation, event);
    else if (event.type === "round-trip-closed") consumeTrade(simulation, event);
    else if (event.type === "order-cancelled" || event.type === "order-rejected") {
      const order = simulation.orders.get(event.orderId);
      if (order?.status === "ACTIVE") order.status = "CANCELED";
      simulation.orders.delete(event.orderId);
    }
  }
}

/** Forgets the events that were taken over; only between two walks, which count from the first event. */
export function dropEvents(simulation: Simulation): void {
  simulation.draft.events.length = 0;
  simulation.seenEvents = 0;
}

/** Counted here, since a fill that turns the position ends a trade without the hooks of an end, as in jesse. */
function consumeTrade(simulation: Simulation, event: RoundTripClosed): void {
  simulation.trades.push(toClosedTrade(event));
  const route = simulation.routes.find(({ config }) => config.symbol === event.symbol);
  if (route !== undefined) route.tradesCount += 1;
}

function consumeFill(simulation: Simulation, fill: OrderFilled): void {
  const price = toNearestNumber(fill.price);
  const order = simulation.orders.get(fill.orderId) ?? toSystemOrder(fill, price);
  order.status = "EXECUTED";
  order.executedAt = simulation.context.nowMs;
  countFill(simulation, fill.symbol);
  simulation.lastFill = { order, symbol: fill.symbol, change: fill.qtyChange, price };
}

/** Inside a minute the path between two fills is assumed: the report says how many of them there were. */
function countFill({ fills, rest, context }: Simulation, symbol: string): void {
  fills.all += 1;
  if (rest === null) return;
  const { last } = fills;
  const isShared = last.symbol === symbol && last.atMs === context.nowMs;
  if (isShared) fills.shared += last.isCounted ? 1 : 2;
  fills.last = { symbol, atMs: context.nowMs, isCounted: isShared };
}

/** A liquidation is an order of the engine, not of the strategy. */
function toSystemOrder(fill: OrderFilled, price: number): SubmittedOrder {
  return {
    id: fill.orderId,
    symbol: fill.symbol,
    side: fill.side,
    type: "MARKET",
    qty: fromUnits(fill.side === "buy" ? fill.qty : neg(fill.qty)),
    price,
    reduceOnly: true,
    submittedVia: null,
    createdAt: 0,
    status: "EXECUTED",
    executedAt: null,
  };
}

/** One round trip as jesse records it (engine-reference A.8). */
function toClosedTrade({ symbol, roundTrip, openedAtMs, closedAtMs }: RoundTripClosed): ClosedTrade {
  const entry = priceOf(roundTrip.entryValue, roundTrip.entryQty);
  const exit = priceOf(roundTrip.exitValue, roundTrip.exitQty);
  const difference: Price = roundTrip.side === "long" ? sub(exit, entry) : sub(entry, exit);
  const costs = add(roundTrip.fees, roundTrip.funding);
  const pnl = sub(notional(difference, roundTrip.entryQty), costs);
  const margin = div(roundTrip.entryValue, roundTrip.leverage);
  return {
    symbol,
    type: roundTrip.side,
    entry_price: toNearestNumber(entry),
    exit_price: toNearestNumber(exit),
    qty: fromUnits(roundTrip.entryQty),
    fee: fromUnits(roundTrip.fees),
    PNL: fromUnits(pnl),
    opened_at: openedAtMs,
    closed_at: closedAtMs,
    orders: roundTrip.orderIds.length,
    PNL_percentage: (fromUnits(pnl) / fromUnits(margin)) * 100,
    holding_period: (closedAtMs - openedAtMs) / 1_000,
  };
}
