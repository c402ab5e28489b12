import type { Holding, TradingView } from "@/lib/core/challenge/rules/trading-view";
import { abs, type Money, max, notional, type Price, sub, sum, ZERO } from "@/lib/core/decimal";
import { calculateLargestValueOf } from "@/lib/core/engine/margin/calculate-largest-value-of";
import { isConditional, type Order, remainingQty } from "@/lib/core/engine/orders/order";
import { closingSide, isLong, type Position, type PositionTerms } from "@/lib/core/engine/positions/position";
import { findPosition, isReducing, leverageOf, type PortfolioState } from "@/lib/core/engine/state/state";

/** What the trading rules of a challenge see of a portfolio. */
export function readTradingView(state: PortfolioState): TradingView {
  return {
    holdings: readHoldings(state),
    ...readTradingAges(state),
    bare: listBareSymbols(state),
  };
}

/** One holding for each symbol with a position or an order. */
export function readHoldings(state: PortfolioState): Holding[] {
  const symbols = new Set([...state.positions, ...state.orders].map(({ symbol }) => symbol));
  return [...symbols].map((symbol) => {
    const position = findPosition(state, symbol);
    return {
      symbol,
      exposure: calculateExposure(state, symbol, null),
      leverage: position?.leverage ?? leverageOf(state, symbol),
      hasPosition: position !== null,
      risk: position === null ? null : calculateRisk(position, position.stopLoss?.price ?? null),
    };
  });
}

/** Since when the oldest position and the oldest waiting entry have been there. */
export function readTradingAges(
  state: PortfolioState,
): Pick<TradingView, "entriesSinceMs" | "positionsSinceMs"> {
  let entriesSinceMs: number | null = null;
  for (const order of state.orders) {
    if (isReducing(state, order)) continue;
    entriesSinceMs = Math.min(entriesSinceMs ?? order.acceptedAtMs, order.acceptedAtMs);
  }
  let positionsSinceMs: number | null = null;
  for (const { roundTrip } of state.positions) {
    positionsSinceMs = Math.min(positionsSinceMs ?? roundTrip.openedAtMs, roundTrip.openedAtMs);
  }
  return { entriesSinceMs, positionsSinceMs };
}

/** The cost of a symbol with every waiting entry filled, on the larger side; `last` values an order without a price. */
export function calculateExposure(state: PortfolioState, symbol: string, last: Price | null): Money {
  const bought = calculateLargestValueOf(state, { symbol, side: "buy", last });
  return max(bought, calculateLargestValueOf(state, { symbol, side: "sell", last }));
}

/** The loss of a position at a stop, before fees, quote currency: never below zero, null without a stop. */
export function calculateRisk(
  position: Pick<PositionTerms, "qty" | "cost">,
  stop: Price | null,
): Money | null {
  if (stop === null) return null;
  const value = notional(stop, abs(position.qty));
  const loss = isLong(position) ? sub(position.cost, value) : sub(value, position.cost);
  return max(loss, ZERO);
}

/** Symbols of positions that neither a stop-loss nor reduce-only stop orders close in full. */
export function listBareSymbols(state: PortfolioState): string[] {
  return state.positions.filter((position) => !isProtected(state, position)).map(({ symbol }) => symbol);
}

function isProtected(state: PortfolioState, position: Position): boolean {
  if (position.stopLoss !== null) return true;
  const side = closingSide(position);
  const stops = state.orders.filter(
    (order) => order.symbol === position.symbol && order.side === side && isStop(order),
  );
  return stops.length > 0 && sum(stops.map(remainingQty)) >= abs(position.qty);
}

function isStop(order: Order): boolean {
  const isKind =
    order.kind === "stop-market" || order.kind === "stop-limit" || order.kind === "trailing-stop";
  return isKind && order.reduceOnly && isConditional(order);
}
