import {
  add,
  type Decimal,
  div,
  type Money,
  max,
  min,
  mul,
  mulDiv,
  neg,
  notional,
  ONE,
  type Price,
  type Qty,
  sub,
  ZERO,
} from "@/lib/core/decimal";
import { calculateFee } from "@/lib/core/engine/positions/calculate-fee";
import { findRiskTier, type RiskTier } from "@/lib/core/engine/positions/instrument";

/**
 * Price at which a position's own margin is used up: entry × (1 - 1/L) when long, entry × (1 + 1/L) when
 * short.
 */
export function calculateBankruptcyPrice(position: {
  isLong: boolean;
  entry: Price;
  leverage: Decimal;
}): Price {
  const distance = div(position.entry, position.leverage);
  return position.isLong ? sub(position.entry, distance) : add(position.entry, distance);
}

/**
 * The parts of the margin that an opening order reserves (engine-reference C.2); quote currency except the
 * price.
 */
export type OrderCost = {
  initialMargin: Money;
  feeToOpen: Money;
  bankruptcyPrice: Price;
  feeToClose: Money;
  total: Money;
};

/** Initial margin + fee to open + fee to close at the bankruptcy price. */
export function calculateOrderCost(order: {
  isLong: boolean;
  qty: Qty;
  price: Price;
  leverage: Decimal;
  takerRate: Decimal;
}): OrderCost {
  const { qty, price, takerRate, leverage } = order;
  const bankruptcyPrice = calculateBankruptcyPrice({ isLong: order.isLong, entry: price, leverage });
  const value = notional(price, qty);
  const initialMargin = div(value, leverage);
  const feeToOpen = mul(value, takerRate);
  const feeToClose = calculateFee({ qty, price: bankruptcyPrice, rate: takerRate });
  const total = add(add(initialMargin, feeToOpen), feeToClose);
  return { initialMargin, feeToOpen, bankruptcyPrice, feeToClose, total };
}

/** Quantity that `cost` carries: cost × L / (price × (2 × taker × L + 1 ∓ taker)), - long, + short; not rounded. */
export function calculateQtyByCost(order: {
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

/** Initial margin and estimated closing fee of an isolated position of `cost`. */
export function calculatePositionMargin(position: {
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

/**
 * Margin that can be removed from an isolated position at `mark`, zero or more: at most what was added, and
 * at most its equity less the initial margin at that mark. Quote currency.
 */
export function calculateRemovableMargin(position: {
  margin: Money;
  extraMargin: Money;
  pnl: Money;
  initialMargin: Money;
}): Money {
  const surplus = sub(add(position.margin, position.pnl), position.initialMargin);
  const most = min(position.extraMargin, surplus);
  return most > 0n ? most : ZERO;
}

/** value × rate of its tier - deduction; zero without tiers. Quote currency. */
export function calculateMaintenanceMargin(value: Money, tiers: readonly RiskTier[]): Money {
  const tier = findRiskTier(tiers, value);
  return tier === null ? ZERO : sub(mul(value, tier.maintenanceRate), tier.deduction);
}

/** Margin terms of a position. `countedPnl`: open profit that the free margin includes already (cross). */
export type MarginedPosition = { isLong: boolean; qty: Qty; cost: Money; margin: Money; countedPnl: Money };

/** The unfilled part of an order that needs margin. */
export type MarginedOrder = { side: "buy" | "sell"; qty: Qty; price: Price };

type SymbolTerms = { leverage: Decimal; takerRate: Decimal };

/**
 * Margin that one symbol needs: the larger of the position with all its buys and the position with all its
 * sells. Orders against the position close it first, best price first: that part needs none, and releases its
 * margin with the profit or loss and the fee at the order's price.
 */
export function calculateSymbolMargin(
  position: MarginedPosition | null,
  orders: readonly MarginedOrder[],
  terms: SymbolTerms,
): Money {
  const buys = calculateSideMargin(position, { orders, side: "buy" }, terms);
  return max(buys, calculateSideMargin(position, { orders, side: "sell" }, terms));
}

/**
 * Margin available to the opening part of an order of `side` at `price`: the free margin and what closing an
 * opposite position releases. `closes` is that position's quantity, zero without one. Below zero where not
 * even the close is covered.
 */
export function calculateOpeningAllowance(
  order: { side: "buy" | "sell"; price: Price; freeMargin: Money },
  exposure: { position: MarginedPosition | null; orders: readonly MarginedOrder[] },
  terms: SymbolTerms,
): { closes: Qty; allowance: Money } {
  const { side, price } = order;
  const { position, orders } = exposure;
  const closes = position !== null && position.isLong !== (side === "buy") ? position.qty : ZERO;
  const closing = closes > 0n ? [...orders, { side, qty: closes, price }] : orders;
  const needed = calculateSideMargin(position, { orders: closing, side }, terms);
  return {
    closes,
    allowance: sub(add(order.freeMargin, calculateSymbolMargin(position, orders, terms)), needed),
  };
}

function calculateSideMargin(
  position: MarginedPosition | null,
  { orders, side }: { orders: readonly MarginedOrder[]; side: "buy" | "sell" },
  terms: SymbolTerms,
): Money {
  const isLong = side === "buy";
  let open = orders.filter((order) => order.side === side);
  let total: Money = position?.margin ?? ZERO;
  if (position !== null && position.isLong !== isLong) {
    const rest = closeAlong(position, open, terms.takerRate);
    total = sub(total, rest.released);
    open = rest.open;
  }
  for (const { qty, price } of open)
    total = add(total, calculateOrderCost({ isLong, qty, price, ...terms }).total);
  return total;
}

/** What orders against a position release by closing it, and the rest of them, which opens the other way. */
function closeAlong(
  position: MarginedPosition,
  orders: readonly MarginedOrder[],
  takerRate: Decimal,
): { released: Money; open: MarginedOrder[] } {
  const sign = position.isLong ? 1n : -1n;
  // The market reaches the lowest sell and the highest buy first.
  const sorted = [...orders].sort((a, b) => Number((a.price - b.price) * sign));
  const open: MarginedOrder[] = [];
  let closed: Qty = ZERO;
  let value: Money = ZERO;
  for (const order of sorted) {
    const part = min(order.qty, sub(position.qty, closed));
    closed = add(closed, part);
    value = add(value, notional(order.price, part));
    if (order.qty > part) open.push({ ...order, qty: sub(order.qty, part) });
  }
  const share = { numerator: closed, denominator: position.qty };
  const cost = mulDiv(position.cost, share);
  const pnl = position.isLong ? sub(value, cost) : sub(cost, value);
  const kept = mulDiv(sub(position.margin, position.countedPnl), share);
  const released = sub(add(kept, pnl), mul(value, takerRate));
  return { released: max(released, ZERO), open };
}
