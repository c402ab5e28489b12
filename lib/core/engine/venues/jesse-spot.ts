import { add, type Money, mul, neg, notional, ONE, priceOf, type Qty, sub, ZERO } from "@/lib/core/decimal";
import type { EffectInput, TradeEffect, VenueRules } from "@/lib/core/engine/context";
import { type Order, remainingQty } from "@/lib/core/engine/orders/order";
import { calculateFee } from "@/lib/core/engine/positions/calculate-fee";
import type { Position } from "@/lib/core/engine/positions/position";
import { findPosition, type PortfolioState } from "@/lib/core/engine/state/state";
import { JESSE_COMMON, orderValue } from "@/lib/core/engine/venues/jesse";
import { calculateReleasedCost } from "@/lib/core/engine/venues/perpetual-trade";

/** jesse's spot exchange (engine-reference A.7). Reservations are derived from the open orders, released once. */
export const JESSE_SPOT: VenueRules = {
  ...JESSE_COMMON,
  name: "jesse-spot",
  tradeEffect: calculateSpotEffect,
  canCarry: (state, order) =>
    order.side === "buy" ? orderValue(order) <= calculateFreeQuote(state) : hasBase(state, order),
  freeMargin: calculateFreeQuote,
  orderMargin: calculateReservedQuote,
  positionMargin: (position) => position.cost,
  liquidationPrice: () => null,
  settlementPrice: (_state, position) => position.entryPrice,
};

/**
 * A buy takes its fee in base currency, a sell in quote; `fee` is quote currency for both. Adding to a
 * holding weighs the new entry with the quantity bought, not with the smaller one received, as jesse does;
 * the difference is booked as a (tiny) realised profit, so that the ledger stays exact.
 */
export function calculateSpotEffect(input: EffectInput): TradeEffect {
  const { position, qty, price, feeRate } = input;
  const fee = calculateFee({ qty, price, rate: feeRate });
  const value = notional(price, qty);
  if (input.side === "buy") {
    const qtyChange = mul(qty, sub(ONE, feeRate));
    const cost =
      position === null ? sub(value, fee) : calculateAddedCost(position, { qty, qtyChange, value });
    return { qtyChange, fee, cash: neg(value), cost, realised: sub(add(cost, fee), value) };
  }
  const released = position === null ? ZERO : calculateReleasedCost(position, qty);
  return { qtyChange: qty, fee, cash: sub(value, fee), cost: neg(released), realised: sub(value, released) };
}

function calculateAddedCost(position: Position, bought: { qty: Qty; qtyChange: Qty; value: Money }): Money {
  const entry = priceOf(add(bought.value, position.cost), add(bought.qty, position.qty));
  return sub(notional(entry, add(position.qty, bought.qtyChange)), position.cost);
}

/** Quote currency that open buy orders have not reserved. */
function calculateFreeQuote(state: PortfolioState): Money {
  return sub(state.balance, calculateReservedQuote(state));
}

function calculateReservedQuote(state: PortfolioState): Money {
  let reserved = ZERO as Money;
  for (const order of state.orders) if (order.side === "buy") reserved = add(reserved, orderValue(order));
  return reserved;
}

/** Limits and stops reserve separately, so that one target and one stop may cover the same holding. */
function hasBase(state: PortfolioState, order: Order): boolean {
  const positionQty = findPosition(state, order.symbol)?.qty ?? ZERO;
  const family = order.kind === "market" ? "limit" : order.kind;
  let reserved = remainingQty(order);
  for (const other of state.orders) {
    if (other.symbol === order.symbol && other.side === "sell" && other.kind === family) {
      reserved = add(reserved, remainingQty(other));
    }
  }
  return reserved <= positionQty;
}
