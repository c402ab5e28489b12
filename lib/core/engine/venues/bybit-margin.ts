import { abs, add, type Decimal, type Money, mul, notional, sub, ZERO } from "@/lib/core/decimal";
import { type Context, instrumentOf, marketOf } from "@/lib/core/engine/context";
import {
  calculateMaintenanceMargin,
  calculatePositionMargin,
  calculateSymbolMargin,
  type MarginedOrder,
  type MarginedPosition,
} from "@/lib/core/engine/margin/margin";
import { isConditional, type Order, remainingQty, workingPrice } from "@/lib/core/engine/orders/order";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import {
  isLong,
  type Position,
  type PositionSide,
  unrealisedPnl,
} from "@/lib/core/engine/positions/position";
import { isHedged, tradedSide } from "@/lib/core/engine/state/hedge";
import { findPosition, leverageOf, type PortfolioState } from "@/lib/core/engine/state/state";

/** Initial margin with the estimated closing fee, and the margin added or removed. Quote currency. */
export function calculateReservedMargin(
  position: Position,
  instrument: Pick<Instrument, "takerRate">,
): Money {
  const margin = calculatePositionMargin({
    isLong: isLong(position),
    qty: abs(position.qty),
    cost: position.cost,
    leverage: position.leverage,
    takerRate: instrument.takerRate,
  });
  return add(margin.total, position.extraMargin);
}

/**
 * Isolated: balance - margin of positions - cost of orders; open profit and loss stay with their position.
 * Cross: the same, with the open profit and loss of all positions at mark.
 */
export function calculateBybitFreeMargin(state: PortfolioState, context: Context): Money {
  let free = sub(state.balance, calculateBybitOrderMargin(state, context));
  for (const position of state.positions) {
    free = sub(free, calculateReservedMargin(position, takerOf(context, position.symbol)));
    free = add(free, countedPnl(state, position, context));
  }
  return free;
}

/** Margin of all open orders besides that of the positions, each symbol by its larger side. */
export function calculateBybitOrderMargin(state: PortfolioState, context: Context): Money {
  if (state.orders.length === 0) return ZERO;
  const symbols = new Set(state.orders.map((order) => order.symbol));
  let total: Money = ZERO;
  for (const symbol of symbols) {
    total = add(total, calculateAddedMargin(state, state.orders, { symbol, context }));
  }
  return total;
}

/** Whether the free margin covers the margin that the order adds to its symbol. */
export function canCarryOnBybit(state: PortfolioState, order: Order, context: Context): boolean {
  if (order.reduceOnly || isConditional(order)) return true;
  const at = { symbol: order.symbol, context };
  const before = calculateAddedMargin(state, state.orders, at);
  const needed = sub(calculateAddedMargin(state, [...state.orders, order], at), before);
  return needed <= 0n || needed <= calculateBybitFreeMargin(state, context);
}

/** Whether the maintenance margin of all positions has used up the account's margin balance (cross only). */
export function isBybitAccountLiquidated(state: PortfolioState, context: Context): boolean {
  if (state.marginMode !== "cross" || state.positions.length === 0) return false;
  let equity = state.balance;
  let maintenance: Money = ZERO;
  for (const position of state.positions) {
    const mark = markOf(context, position);
    equity = add(equity, unrealisedPnl(position, mark));
    maintenance = add(maintenance, calculateCrossMaintenance(position, context));
  }
  return maintenance >= equity;
}

/** Maintenance margin at mark with the fee to close, in quote currency. */
export function calculateCrossMaintenance(position: Position, context: Context): Money {
  const { tiers, takerRate } = instrumentOf(context, position.symbol);
  const value = notional(markOf(context, position), abs(position.qty));
  return add(calculateMaintenanceMargin(value, tiers), mul(value, takerRate));
}

/** Margin of one symbol's `orders` besides that of its position; never below zero. Each side of a hedged symbol by itself. */
function calculateAddedMargin(
  state: PortfolioState,
  orders: readonly Order[],
  at: { symbol: string; context: Context },
): Money {
  if (!isHedged(state, at.symbol)) return calculateMarginOf(state, orders, at);
  const opens = (side: PositionSide) => orders.filter((order) => tradedSide(order) === side);
  const long = calculateMarginOf(state, opens("long"), { ...at, side: "long" });
  return add(long, calculateMarginOf(state, opens("short"), { ...at, side: "short" }));
}

function calculateMarginOf(
  state: PortfolioState,
  orders: readonly Order[],
  at: { symbol: string; side?: PositionSide; context: Context },
): Money {
  const position = findPosition(state, at.symbol, at.side);
  const leverage = position?.leverage ?? leverageOf(state, at.symbol, at.side);
  const terms = { leverage, ...takerOf(at.context, at.symbol) };
  const counted: MarginedOrder[] = [];
  for (const order of orders) {
    const price = workingPrice(order);
    if (order.symbol !== at.symbol || order.reduceOnly || isConditional(order) || price === null) continue;
    counted.push({ side: order.side, qty: remainingQty(order), price });
  }
  if (counted.length === 0) return ZERO;
  const margined = position && toMarginedPosition(state, position, at.context);
  return sub(calculateSymbolMargin(margined, counted, terms), margined?.margin ?? ZERO);
}

function toMarginedPosition(state: PortfolioState, position: Position, context: Context): MarginedPosition {
  return {
    isLong: isLong(position),
    qty: abs(position.qty),
    cost: position.cost,
    margin: calculateReservedMargin(position, takerOf(context, position.symbol)),
    countedPnl: countedPnl(state, position, context),
  };
}

/** Open profit that counts as free margin: in cross margin alone. */
function countedPnl(state: PortfolioState, position: Position, context: Context): Money {
  return state.marginMode === "cross" ? unrealisedPnl(position, markOf(context, position)) : ZERO;
}

function takerOf(context: Context, symbol: string): { takerRate: Decimal } {
  return { takerRate: instrumentOf(context, symbol).takerRate };
}

function markOf(context: Context, position: Position) {
  return marketOf(context, position.symbol)?.mark ?? position.entryPrice;
}
