import {
  add,
  type Decimal,
  div,
  type Money,
  mul,
  neg,
  notional,
  ONE,
  type Price,
  type Qty,
  sub,
  ZERO,
} from "@/lib/core/decimal";
import { findFee } from "@/lib/core/engine/fees";
import { findTier, type RiskTier } from "@/lib/core/engine/instrument";

/** Price at which a position's own margin is gone: entry × (1 - 1/L) when long, entry × (1 + 1/L) when short. */
export function findBankruptcyPrice(position: { isLong: boolean; entry: Price; leverage: Decimal }): Price {
  const distance = div(position.entry, position.leverage);
  return position.isLong ? sub(position.entry, distance) : add(position.entry, distance);
}

/** The parts of what an opening order ties up (engine-reference C.2); quote currency but for the price. */
export type OrderCost = {
  initialMargin: Money;
  feeToOpen: Money;
  bankruptcyPrice: Price;
  feeToClose: Money;
  total: Money;
};

/** Initial margin + fee to open + fee to close at the bankruptcy price. */
export function findOrderCost(order: {
  isLong: boolean;
  qty: Qty;
  price: Price;
  leverage: Decimal;
  takerRate: Decimal;
}): OrderCost {
  const { qty, price, takerRate, leverage } = order;
  const bankruptcyPrice = findBankruptcyPrice({ isLong: order.isLong, entry: price, leverage });
  const value = notional(price, qty);
  const initialMargin = div(value, leverage);
  const feeToOpen = mul(value, takerRate);
  const feeToClose = findFee({ qty, price: bankruptcyPrice, rate: takerRate });
  const total = add(add(initialMargin, feeToOpen), feeToClose);
  return { initialMargin, feeToOpen, bankruptcyPrice, feeToClose, total };
}

/** Quantity that `cost` carries: cost × L / (price × (2 × taker × L + 1 ∓ taker)), - long, + short; not rounded. */
export function findQtyByCost(order: {
  isLong: boolean;
  cost: Money;
  price: Price;
  leverage: Decimal;
  takerRate: Decimal;
}): Qty {
  const { takerRate, leverage } = order;
  const twice = mul<Decimal>(add(takerRate, takerRate), leverage);
  const factor = add(add(twice, ONE), order.isLong ? neg(takerRate) : takerRate);
  return div<Decimal>(mul(order.cost, leverage), mul(order.price, factor)) as Qty;
}

/** Initial margin and estimated closing fee that an isolated position of `cost` holds. */
export function findPositionMargin(position: {
  isLong: boolean;
  qty: Qty;
  cost: Money;
  leverage: Decimal;
  takerRate: Decimal;
}): { initialMargin: Money; feeToClose: Money; total: Money } {
  const initialMargin = div(position.cost, position.leverage);
  const atBankruptcy = position.isLong
    ? sub(position.cost, initialMargin)
    : add(position.cost, initialMargin);
  const feeToClose = mul(atBankruptcy, position.takerRate);
  return { initialMargin, feeToClose, total: add(initialMargin, feeToClose) };
}

/** value × rate of its tier - deduction; zero without tiers. Quote currency. */
export function findMaintenanceMargin(value: Money, tiers: readonly RiskTier[]): Money {
  const tier = findTier(tiers, value);
  return tier === null ? ZERO : sub(mul(value, tier.maintenanceRate), tier.deduction);
}
