import { div, neg, notional, type Price, priceOf, sub } from "@/lib/core/decimal";
import type { OrderFilled, TradeClosed } from "@/lib/core/engine/events";
import type { Simulation } from "@/lib/lab/run/simulation";
import type { ClosedTrade, SubmittedOrder } from "@/lib/lab/strategy/submitted-order";
import { toNearestNumber } from "@/lib/lab/to-number";

/** Takes over what the engine's newest events say about orders and closed trades. */
export function settleEvents(simulation: Simulation): void {
  const { events } = simulation.draft;
  for (; simulation.seenEvents < events.length; simulation.seenEvents += 1) {
    const event = events[simulation.seenEvents];
    if (event === undefined) return;
    if (event.type === "order-filled") settleFill(simulation, event);
    else if (event.type === "trade-closed") simulation.trades.push(describeTrade(event));
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

function settleFill(simulation: Simulation, fill: OrderFilled): void {
  const price = toNearestNumber(fill.price);
  const order = simulation.orders.get(fill.orderId) ?? describeSystemOrder(fill, price);
  order.status = "EXECUTED";
  order.executedAt = simulation.context.nowMs;
  simulation.lastFill = { order, symbol: fill.symbol, held: toNearestNumber(fill.held), price };
}

/** A liquidation is an order of the engine, not of the strategy. */
function describeSystemOrder(fill: OrderFilled, price: number): SubmittedOrder {
  return {
    id: fill.orderId,
    symbol: fill.symbol,
    side: fill.side,
    type: "MARKET",
    qty: toNearestNumber(fill.side === "buy" ? fill.qty : neg(fill.qty)),
    price,
    reduceOnly: true,
    submittedVia: null,
    createdAt: 0,
    status: "EXECUTED",
    executedAt: null,
  };
}

/** One round trip as jesse records it (engine-reference A.8). */
function describeTrade({ symbol, trade, openedAtMs, closedAtMs }: TradeClosed): ClosedTrade {
  const entry = priceOf(trade.entryValue, trade.entryQty);
  const exit = priceOf(trade.exitValue, trade.exitQty);
  const difference: Price = trade.side === "long" ? sub(exit, entry) : sub(entry, exit);
  const pnl = sub(notional(difference, trade.entryQty), trade.fees);
  const margin = div(trade.entryValue, trade.leverage);
  return {
    symbol,
    type: trade.side,
    entry_price: toNearestNumber(entry),
    exit_price: toNearestNumber(exit),
    qty: toNearestNumber(trade.entryQty),
    fee: toNearestNumber(trade.fees),
    PNL: toNearestNumber(pnl),
    opened_at: openedAtMs,
    closed_at: closedAtMs,
    orders: trade.orderIds.length,
    PNL_percentage: (toNearestNumber(pnl) / toNearestNumber(margin)) * 100,
    holding_period: (closedAtMs - openedAtMs) / 1_000,
  };
}
